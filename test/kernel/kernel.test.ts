import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Execution, Kernel } from './client';
import { until } from './until';

const types = ({ outputs }: Execution) =>
  outputs.map(({ type }) => type).filter((type) => type !== 'execute_input');
const trace = ({ reply }: Execution): string => reply.traceback.join('\n');

describe('The kernel', () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
  });
  after(() => kernel.stop());
  const run = (code: string, options?: object) => kernel.execute(code, options);
  /** Runs a cell, and interrupts it 0.2 s after what it prints first has arrived. */
  const interrupted = async (code: string) => {
    const execution = run(`console.log('running'); ${code}`);
    const { latest } = kernel;
    await until(() => latest.outputs.length === 2, 'it runs');
    await sleep(200);
    const start = performance.now();
    kernel.interrupt();
    return { ...(await execution), seconds: (performance.now() - start) / 1000 };
  };

  describe('results', () => {
    it('gives the last expression as the result, and nothing for undefined', async () => {
      assert.equal((await run('const a = 20;\na + 1')).result, '21');
      assert.deepEqual(types(await run('const b = 1;')), []);
      assert.deepEqual(types(await run('undefined')), []);
      assert.equal((await run('null')).result, 'null');
    });

    it('takes the MIME bundle that a value gives for itself', async () => {
      const { outputs } = await run(`const own = async () => ({ 'text/html': '<i>x</i>', 'text/plain': 'x' });
        ({ [Symbol.for('Jupyter.display')]: own })`);
      assert.deepEqual(outputs.at(-1)!.content.data, { 'text/html': '<i>x</i>', 'text/plain': 'x' });
    });

    it('counts what is to be remembered', async () => {
      const first = (await run('1')).reply.execution_count;
      assert.deepEqual((await run('2', { silent: true })).outputs, []);
      assert.equal((await run('3', { store_history: false })).reply.execution_count, first);
      const last = await run('4');
      assert.equal(last.reply.execution_count, first + 1);
      const content = { code: '4', execution_count: first + 1 };
      assert.deepEqual(last.outputs[0], { type: 'execute_input', content });
    });

    it('evaluates user expressions', async () => {
      const user_expressions = { product: 'u * 7', wrong: 'nowhere' };
      const { reply } = await run('const u = 6;', { user_expressions });
      assert.equal(reply.user_expressions.product.data['text/plain'], '42');
      assert.equal(reply.user_expressions.wrong.ename, 'TypeScriptError');
    });

    it('cuts a text that no one could read, and says so', async () => {
      const { result } = await run('Object.fromEntries([...Array(1e5).keys()].map((i) => [`key${i}`, i]))');
      assert.ok(result!.length < 21_000);
      assert.match(result!, /… \d+ more characters/);
      const ring = await run('const ring: any = {}; ring.me = ring; ring');
      assert.equal(ring.result, '<ref *1> { me: [Circular *1] }');
    });
  });

  describe('names', () => {
    it('are known in later cells, however they are used', async () => {
      const value = async (code: string) => (await run(code)).result;
      await run('let p = 1; const point = { x: 1, y: 2 }; class Base { v = 3; }');
      await run('function twice(n: number) { return 2 * n; }');
      assert.equal(await value('const { x, y: other } = point; [x, other]'), '[ 1, 2 ]');
      assert.equal(await value('({ p, x, twice: twice(p) })'), '{ p: 1, x: 1, twice: 2 }');
      assert.equal(await value('({ p } = { p: 5 }); p += 1; p'), '6');
      assert.equal(await value('class Derived extends Base { w = this.v + p; } new Derived().w'), '9');
      assert.equal(await value('const p = "now a string"; p.length'), '12');
      assert.equal(await value('const inner = (p: number) => ({ p }); inner(1)'), '{ p: 1 }');
    });

    it('may be imported again', async () => {
      await run(`import { join } from 'node:path'; let sep = 1;`);
      assert.equal((await run(`import { join, sep } from 'node:path'; join('a', sep)`)).result, `'a/'`);
    });

    it('that a cell declared before it threw are kept', async () => {
      assert.equal((await run('const kept = 7; throw new Error("x");')).reply.status, 'error');
      assert.equal((await run('kept')).result, '7');
    });

    it('are as fast to assign as a property', async () => {
      await run('let sum = 0; for (let i = 0; i < 1e5; i++) sum += i;');
      const { result } = await run(`let total = 0; const from = performance.now();
        for (let i = 0; i < 5e6; i++) total += i;
        performance.now() - from`);
      assert.ok(Number(result) < 700, `${result} ms`); // about 30; with tslab's Proxy 1,400
    });
  });

  describe('top-level await', () => {
    it('waits for promises and loops over asynchronous iterators', async () => {
      await run('async function* three() { yield 1; yield 2; yield 3; }');
      assert.equal((await run('let s = 0;\nfor await (const i of three()) s += i;\ns')).result, '6');
      assert.equal((await run('for await (const i of three()) console.log(i);')).stdout, '1\n2\n3\n');
      assert.equal((await run('const v = await Promise.resolve(4);\nv')).result, '4');
    });
  });

  describe('errors', () => {
    it('name the cell and the line, also in a function of an earlier cell', async () => {
      const {
        reply: { execution_count: first },
      } = await run(
        [
          'function check(x: number) {',
          '  // a comment',
          '  if (x > 1) throw new RangeError(`${x} is too big`);',
          '}',
        ].join('\n'),
      );
      const second = await run('const list = [1, 2];\n\nfor (const x of list) {\n  check(x);\n}');
      const { ename, evalue, traceback } = second.outputs.at(-1)!.content;
      assert.deepEqual([types(second), ename, evalue], [['error'], 'RangeError', '2 is too big']);
      assert.deepEqual(traceback, [
        'RangeError: 2 is too big',
        `    at check (cell [${first}], line 3)`,
        '        if (x > 1) throw new RangeError(`${x} is too big`);',
        `    at cell [${first + 1}], line 4`,
        '        check(x);',
      ]);
    });

    it('name the line of an imported file', async () => {
      writeFileSync(
        join(kernel.folder, 'helper.ts'),
        'interface Unused { a: string }\n\nexport function help(): never {\n  throw new Error("none");\n}\n',
      );
      const lines = trace(await run(`import { help } from './helper';\nhelp();`)).split('\n');
      assert.match(lines[1], /^ {4}at help \(\S*helper\.ts:4:9\)$/);
      assert.equal(lines[2], '        throw new Error("none");');
      assert.match(lines[3], /^ {4}at cell \[\d+\], line 2$/);
      assert.equal(lines[4], '        help();');
    });

    it('show the cell first, and of the library the last frame', async () => {
      const [error, cell, code, library, throws] = trace(
        await run(`import { Random } from '@latent-torus/random';\nnew Random(1).integer(-1);`),
      ).split('\n');
      assert.match(error, /^RangeError: integer\(-1\)/);
      assert.match(cell, /^ {4}at cell \[\d+\], line 2$/);
      assert.equal(code, '        new Random(1).integer(-1);');
      assert.match(library, /^ {4}in Random.integer \(packages\/random\/index.ts:\d+:\d+\)$/);
      assert.match(throws, /throw new RangeError/);
    });

    it('after an await keep their place', async () => {
      const execution = await run(
        [
          'const wait = async () => {',
          '  await new Promise((r) => setTimeout(r, 5));',
          '  throw new Error("late");',
          '};',
          'await wait();',
        ].join('\n'),
      );
      const [, first, , second] = trace(execution).split('\n');
      assert.match(first, /at wait \(cell \[\d+\], line 3\)$/);
      assert.match(second, /at cell \[\d+\], line 5$/);
    });

    it('tell their causes', async () => {
      const { reply } = await run(`throw new Error('outer', { cause: new TypeError('inner') })`);
      const heads = reply.traceback.filter((line: string) => !line.startsWith(' '));
      assert.deepEqual(heads, ['Error: outer', 'caused by', 'TypeError: inner']);
      assert.equal((await run('throw { code: 3 }')).reply.evalue, '{ code: 3 }');
    });

    it('of the compiler give line, column and number, and none of the cell runs', async () => {
      const execution = await run('console.log("ran");\nconst n: number = "text";');
      assert.deepEqual(types(execution), ['error']);
      assert.equal(execution.reply.ename, 'TypeScriptError');
      assert.match(
        execution.reply.evalue,
        /^cell \[\d+\], line 2:7: Type 'string' is not assignable to type 'number'\. \(TS2322\)/,
      );
    });

    it('drop the cells that wait behind them, unless stop_on_error is false', async () => {
      const all = async (stop_on_error: boolean) => {
        const executions = ['throw 1', 'throw 2', '3'].map((code) => run(code, { stop_on_error }));
        return (await Promise.all(executions)).map(({ reply }) => reply.status);
      };
      assert.deepEqual(await all(true), ['error', 'aborted', 'aborted']);
      assert.deepEqual(await all(false), ['error', 'error', 'ok']);
      assert.equal((await run('4')).result, '4');
    });

    it('that nobody caught are reported to the cell that they come from', async () => {
      const rejected = await run('void (async () => { await 0; throw new Error("unhandled"); })(); 1');
      const thrown = await run('setTimeout(() => { throw new Error("in a timer"); }, 50); 2');
      assert.equal((await run('3')).result, '3');
      await until(() => /Error: unhandled\n {4}at cell/.test(rejected.stderr), 'unhandled rejection');
      await until(() => /Error: in a timer\n {4}at .*cell/.test(thrown.stderr), 'uncaught exception');
    });

    it('instead of the end of the kernel: process.exit', async () => {
      const { reply } = await run('process.exit(1)');
      assert.match(reply.evalue, /process\.exit\(1\).*Kernel menu/);
    });
  });

  describe('output', () => {
    it('loses none of 100,000 lines', async () => {
      const { stdout } = await run('for (let i = 0; i < 100_000; i++) console.log(`line ${i}`);');
      assert.equal(stdout, Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`).join(''));
    });

    it('keeps the order of stdout, stderr, what is displayed, and the result', async () => {
      const { outputs } = await run(`import { display } from 'tslab';
        console.log('a'); console.error('b'); console.log('c'); display.html('d'); console.log('e'); 'f'`);
      const texts = outputs.slice(1).map(({ content }) => content.text ?? Object.values(content.data)[0]);
      assert.deepEqual(texts, ['a\n', 'b\n', 'c\n', 'd', 'e\n', `'f'`]);
    });

    it('loses none of 2,000 displays of one loop', async () => {
      const execution = await run(`const { display: shown } = require('tslab');
        for (let i = 0; i < 2000; i++) shown.text(String(i));`);
      assert.equal(types(execution).filter((type) => type === 'display_data').length, 2000);
    });

    it('of a cell that has ended still goes to that cell', async () => {
      const first = await run(`const timer = setTimeout(() => {
        console.log('from the first');
        require('tslab').display.text('shown');
      }, 200);`);
      const second = await run(`await new Promise((r) => setTimeout(r, 400));
        console.log('from the second');`);
      assert.equal(second.stdout, 'from the second\n');
      await until(() => first.outputs.length === 3, 'late output');
      assert.equal(first.stdout, 'from the first\n');
      assert.deepEqual(types(first), ['stream', 'display_data']);
    });

    it('shows and updates what a library displays', async () => {
      const { outputs } = await run(`const { lastWriteDisplayData } = require('tslab/dist/jupyter');
        const show = (text: string, update: boolean) => lastWriteDisplayData(
          { data: { 'text/plain': text }, metadata: {}, transient: { display_id: 'bar' } }, update);
        show('0 %', false);
        show('50 %', true);`);
      const shown = outputs
        .slice(1)
        .map(({ type, content: { data, transient } }) => [type, data['text/plain'], transient.display_id]);
      assert.deepEqual(shown, [
        ['display_data', '0 %', 'bar'],
        ['update_display_data', '50 %', 'bar'],
      ]);
    });
  });

  describe('interrupts', () => {
    const stopped = ({ reply, seconds }: Execution & { seconds: number }, within: number) => {
      assert.equal(reply.ename, 'KeyboardInterrupt');
      assert.ok(seconds < within, `${seconds} s`);
    };
    before(() =>
      run(`let turns = 0; const before = 'intact';
      const nap = (ms: number) => new Promise((r) => setTimeout(r, ms));`),
    );

    it('stop a loop that awaits', async () => {
      const execution = await interrupted('for (;;) {\n  turns += 1;\n  await nap(10);\n}');
      stopped(execution, 1);
      assert.match(trace(execution), /cell \[\d+\], line [13]\n/);
      const { result } = await run('const now = turns; await nap(100); turns - now');
      assert.equal(result, '0', 'it does not go on behind');
    });

    it('stop a loop that does not', async () => {
      const execution = await interrupted('while (true) {\n  turns += 1;\n}');
      stopped(execution, 1);
      assert.match(trace(execution), /cell \[\d+\], line [12]\n/);
    });

    it('stop a loop in a function of an earlier cell that catches what it can', async () => {
      await run('function spin() { for (;;) { try { for (;;) turns += 1; } catch {} } }');
      stopped(await interrupted('spin();'), 1);
    });

    it('reach a training through cellSignal, which keeps what it has', async () => {
      writeFileSync(
        join(kernel.folder, 'train.ts'),
        `export async function train(signal: AbortSignal) {
        let steps = 0;
        while (!signal.aborted) { await new Promise((r) => setTimeout(r, 10)); steps += 1; }
        return steps;
      }`,
      );
      await run(`import { train } from './train';`);
      const execution = await interrupted(`const steps = await train(globalThis.cellSignal);
        turns = -1;
        await nap(0);
        turns = -2;`);
      stopped(execution, 1);
      assert.equal((await run('steps > 5')).result, 'true');
      assert.equal((await run('turns')).result, '-1', 'the next await ends the cell');
      assert.equal((await run('cellSignal.aborted')).result, 'false', 'a new cell has a new signal');
    });

    it('leave an await behind that knows of no signal', async () => {
      stopped(await interrupted('await nap(1e6);'), 2);
    });

    it('drop the cells that wait', async () => {
      const first = interrupted('for (;;) await nap(10);');
      await sleep(100);
      const second = run('1');
      stopped(await first, 1);
      assert.equal((await second).reply.status, 'aborted');
    });

    it('come as a message, too', async () => {
      const execution = run('for (;;) await nap(10);');
      await sleep(100);
      await kernel.interruptByMessage();
      assert.equal((await execution).reply.ename, 'KeyboardInterrupt');
    });

    it('do nothing while nothing runs', async () => {
      kernel.interrupt();
      await sleep(100);
      assert.equal((await run('for (let i = 0; i < 3; i++) await nap(1); 5')).result, '5');
    });

    it('leave variables and the compiler of imports intact', async () => {
      // With a content that no cache has seen.
      writeFileSync(join(kernel.folder, 'fresh.ts'), `export const fresh: number = ${Math.random()};\n`);
      assert.equal((await run('before')).result, `'intact'`);
      assert.match((await run(`import { fresh } from './fresh';\nfresh`)).result!, /^0\.\d+/);
    });
  });

  describe('the library latent-torus', () => {
    before(() =>
      run(`import * as course from 'latent-torus';\nimport { Random } from '@latent-torus/random';
import { tf } from '@latent-torus/node';`),
    );
    const ask = async (type: 'complete' | 'inspect', code: string, cursor_pos = [...code].length) => {
      const { reply } = await kernel.request(`${type}_request`, { code, cursor_pos, detail_level: 0 });
      return reply;
    };

    it('is completed, in an import and after', async () => {
      const { matches: imported } = await ask('complete', `import { Rand } from '@latent-torus/random'`, 13);
      assert.ok(imported.includes('Random'), imported.join());
      const { matches } = await ask('complete', 'course.');
      assert.ok(matches.includes('runtime') && matches.includes('tf'), matches.join());
      assert.deepEqual((await ask('complete', 'new Random(1).perm')).matches, ['permutation']);
      assert.ok((await ask('complete', 'tf.matM')).matches.includes('matMul'));
    });

    it('completes behind characters of two units', async () => {
      const { matches, cursor_start, cursor_end } = await ask('complete', `'𝒩(0, 1)'; new Random(1).perm`);
      assert.deepEqual([matches, cursor_start, cursor_end], [['permutation'], 25, 29]);
    });

    it('is inspected, with its documentation', async () => {
      const { found, data } = await ask('inspect', 'Random', 3);
      assert.ok(found);
      assert.match(data['text/plain'], /Random[\s\S]*Seeded randomness/);
      assert.match((await ask('inspect', 'tf.matMul', 5)).data['text/plain'], /matMul/);
      const call = await ask('inspect', 'new Random(1).permutation(');
      assert.match(call.data['text/plain'], /permutation\(n: number\)/);
      assert.equal((await ask('inspect', '   ', 1)).found, false);
    });

    it('has types', async () => {
      const { reply } = await run(`new Random(1).permutation('ten')`);
      assert.match(reply.evalue, /'string' is not assignable to parameter of type 'number'/);
    });

    it('shows a tensor as its values', async () => {
      const { result } = await run('tf.tensor2d([[1, 2], [3, 4]])');
      assert.match(result!, /dtype: float32[\s\S]*shape: \[2,2\][\s\S]*\[\[1, 2\],\s*\[3, 4\]\]/);
    });
  });

  it('answers while a cell runs, and stays busy', async () => {
    const execution = run('await new Promise((r) => setTimeout(r, 300)); 1');
    await sleep(50);
    const { reply } = await kernel.request('complete_request', { code: 'Math.cos', cursor_pos: 8 });
    assert.ok(reply.matches.includes('cos'));
    await until(() => kernel.state === 'busy', 'busy again');
    assert.equal((await execution).result, '1');
    assert.equal(kernel.state, 'idle');
  });

  it('writes nothing to the terminal of the server', () => {
    const ofTensorFlow = /^(WARNING: All log messages before absl|I0000).*\n/gm; // native, out of reach
    assert.equal(kernel.terminal.replace(ofTensorFlow, ''), '');
  });
});

describe('A kernel', () => {
  it('ends on a shutdown request, whatever it still waits for', async () => {
    const kernel = await Kernel.start();
    try {
      await kernel.execute('setInterval(() => {}, 1000);');
      const ended = once(kernel.process, 'exit');
      assert.deepEqual(await kernel.shutdown(), { status: 'ok', restart: false });
      assert.deepEqual(await ended, [0, null]);
    } finally {
      await kernel.stop();
    }
  });

  it('ends when its parent is gone, even in an endless loop', async () => {
    const kernel = await Kernel.start({ parent: true });
    try {
      const { result } = await kernel.execute('process.pid');
      void kernel.execute('while (true) {}');
      await sleep(200);
      kernel.process.kill('SIGKILL'); // the parent
      const alive = () => {
        try {
          return process.kill(Number(result), 0);
        } catch {
          return false;
        }
      };
      await until(() => !alive(), `kernel ${result} is gone`);
    } finally {
      await kernel.stop();
    }
  });
});
