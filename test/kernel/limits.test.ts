import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Execution, Kernel } from './client';
import { until } from './until';

/** Starts a cell, and waits until it has printed `running`, which it does first. */
async function started(kernel: Kernel, code: string) {
  const execution = kernel.execute(`console.log('running'); ${code}`);
  const { latest } = kernel;
  const text = (name: string) =>
    latest.outputs.map(({ content }) => (content.name === name ? content.text : '')).join('');
  await until(() => text('stdout') === 'running\n', 'it runs');
  await sleep(200);
  return { execution, stderr: () => text('stderr') };
}

describe('An interrupt', () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
  });
  after(() => kernel.stop());
  const run = (code: string) => kernel.execute(code);
  const interrupted = async (code: string): Promise<Execution> => {
    const { execution } = await started(kernel, code);
    kernel.interrupt();
    return execution;
  };

  const endless: Record<string, string> = {
    'a deep recursion':
      'function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2); } fib(90)',
    'a recursion of arrow functions':
      'const arrow = (n: number): number => (n < 2 ? n : arrow(n - 1) + arrow(n - 2)); arrow(90)',
    'a recursion of methods':
      'class Tree { constructor(n: number) { "use strict"; if (n) { new Tree(n - 1); new Tree(n - 1); } } } new Tree(90)',
    'a recursion of generators':
      'function* walk(n: number): Generator<number> { if (n) { yield* walk(n - 1); yield* walk(n - 1); } } for (const x of walk(90)) x;',
    'a loop of microtasks':
      'const again = (): Promise<void> => Promise.resolve().then(again); await again();',
    'a loop of microtasks that catches':
      'const on = (): Promise<void> => Promise.resolve().then(on, on); await on();',
    'a long loop of the language that calls back':
      'Array.from({ length: 1e9 }, () => { let x = 0; for (let i = 0; i < 1e3; i++) x += i; return 0; })',
  };
  for (const [what, code] of Object.entries(endless)) {
    it(`stops ${what}`, async () => {
      const { reply } = await interrupted(code);
      assert.equal(reply.ename, 'KeyboardInterrupt');
      assert.match(reply.traceback.join('\n'), /cell \[\d+\]/);
      assert.equal((await run('1 + 1')).result, '2');
    });
  }

  it('stops a loop of microtasks that nobody awaits', async () => {
    const first = run('const on2 = (): Promise<void> => Promise.resolve().then(on2); void on2();');
    await sleep(500);
    kernel.interrupt();
    await first;
    assert.equal((await run('3')).result, '3');
  });

  it('that comes twice stops what an earlier cell left behind', async () => {
    await run('setTimeout(() => { for (;;); }, 100);');
    await run('2');
    await sleep(500);
    const next = run('3');
    kernel.interrupt();
    await sleep(300);
    kernel.interrupt();
    assert.equal((await next).result, '3');
  });

  it('is reported once by the timer of a cell that it has stopped', async () => {
    const first = run('const timer = setInterval(() => {}, 20); for (;;);');
    await sleep(500);
    kernel.interrupt();
    const execution = await first;
    assert.equal(execution.reply.ename, 'KeyboardInterrupt');
    await sleep(500);
    assert.equal(execution.stderr.match(/KeyboardInterrupt:/g)?.length, 1);
    await run('clearInterval(timer)');
  });

  it('finds functions of a cell as they were written', async () => {
    const code = `function strict() { 'use strict'; return this === undefined; }
      const object = () => ({ a: 1 });
      class Base { constructor(readonly x: number) {} get twice() { return 2 * this.x; } }
      class Derived extends Base { y = 1; constructor() { super(3); } }
      const by = async (x: number) => x + 1;
      [strict.call(undefined), object(), new Derived().twice, await by(1), (() => {})()]`;
    assert.equal(
      (await run(code.replace('strict()', 'strict(this: any)'))).result,
      '[ true, { a: 1 }, 6, 2, undefined ]',
    );
  });
});

describe('A cell inside one call that cannot be stopped', () => {
  const calls: Record<string, string> = {
    'a regular expression': `/^(a+)+$/.test('a'.repeat(50) + 'b')`,
    'Atomics.wait': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
  };
  for (const [what, code] of Object.entries(calls)) {
    it(`says at the third interrupt to restart the kernel (${what})`, async () => {
      const kernel = await Kernel.start();
      try {
        const { stderr } = await started(kernel, code);
        for (let i = 1; i <= 3; i++) {
          assert.equal(stderr(), '', `before interrupt ${i}`);
          kernel.interrupt();
          await sleep(600);
        }
        await until(() => /restart the kernel/.test(stderr()), 'it says so');
        kernel.interrupt();
        await sleep(600);
        assert.equal(stderr().match(/restart the kernel/g)!.length, 1, 'once');
      } finally {
        await kernel.stop();
      }
    });
  }
});

describe('A heap that fills', () => {
  let kernel: Kernel;
  beforeEach(async () => {
    kernel = await Kernel.start({ env: { NODE_OPTIONS: '--max-old-space-size=400' } });
  });
  afterEach(() => kernel.stop());
  const grow =
    'const held: unknown[] = []; const more = () => held.push(new Array(2e5).fill(0).map((_, i) => i + 0.5));';
  const nap = 'await new Promise((r) => setTimeout(r, 50));';

  it('ends the cell that loops, and leaves the kernel with its variables', async () => {
    await kernel.execute(grow);
    const { reply } = await kernel.execute(
      'const pause = new Int32Array(new SharedArrayBuffer(4)); for (;;) { more(); Atomics.wait(pause, 0, 0, 10); }',
    );
    assert.equal(reply.ename, 'HeapFull');
    assert.match(reply.evalue, /\d+ of 4\d\d MB/);
    assert.equal((await kernel.execute('held.length = 0; 5')).result, '5');
  });

  it('ends the cell that waits', async () => {
    const library = `export async function fill(held: unknown[]) { for (;;) {
      held.push(new Array(2e5).fill(0).map((_, i) => i + 0.5)); ${nap} } }`;
    writeFileSync(`${kernel.folder}/library.ts`, library);
    const { reply } = await kernel.execute(`import { fill } from './library'; await fill([]);`);
    assert.equal(reply.ename, 'HeapFull');
  });

  it('does not end a cell that makes garbage', async () => {
    const { result } = await kernel.execute(
      'let sum = 0; for (let i = 0; i < 3000; i++) sum += new Array(1e5).fill(i).length; sum',
    );
    assert.equal(result, '300000000');
  });

  it('inside one call gets a word in the cell before the process ends', async () => {
    const ended = once(kernel.process, 'exit');
    const { stderr } = await started(
      kernel,
      `(require('node:vm') as any).runInNewContext('const a = []; const until = Date.now() + 6e4; while (Date.now() < until) { a.push(new Array(1e4).fill(1.5)); for (let i = 0; i < 4e5; i++); }');`,
    );
    await ended;
    assert.match(stderr(), /JavaScript's heap .*limit 4\d\d MB/s);
    assert.match(kernel.terminal, /heap out of memory/);
  });
});
