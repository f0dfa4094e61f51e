import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { traceback } from '../../packages/kernel/errors';
import { Kernel } from './client';

/** The lines that name errors, not places. */
const heads = (thrown: unknown) => traceback(thrown).filter((line) => !line.startsWith(' '));

describe('A traceback', () => {
  it('shows each error of a ring of causes once', () => {
    const [a, b] = [new Error('a'), new Error('b')];
    Object.assign(a, { cause: b });
    Object.assign(b, { cause: a });
    assert.deepEqual(heads(a), ['Error: a', 'caused by', 'Error: b']);
    const own = new Error('own');
    own.cause = own;
    assert.deepEqual(heads(own), ['Error: own']);
  });

  it('shows of a long chain of causes the first four and the root', () => {
    let chain = new Error('root');
    for (let i = 100_000; i > 0; i--)
      chain = Object.assign(new Error(`cause ${i}`), { cause: chain, stack: '' });
    const shown = heads(new Error('top', { cause: chain }));
    const first = [1, 2, 3, 4].flatMap((i) => ['caused by', `Error: cause ${i}`]);
    assert.deepEqual(shown, [
      'Error: top',
      ...first,
      'caused by 99996 more, and at their end',
      'Error: root',
    ]);
  });

  it('shows a chain of five whole', () => {
    let chain = new Error('5');
    for (let i = 4; i >= 0; i--) chain = new Error(String(i), { cause: chain });
    assert.deepEqual(
      heads(chain).filter((line) => line.startsWith('Error')),
      [0, 1, 2, 3, 4, 5].map((i) => `Error: ${i}`),
    );
  });

  it('shows the errors of an AggregateError, and a ring among them once', () => {
    const inner = new AggregateError([new Error('x'), new Error('y')], 'inner');
    inner.errors.push(inner);
    assert.deepEqual(heads(inner), [
      'AggregateError: inner',
      'caused by',
      'Error: x',
      'caused by',
      'Error: y',
    ]);
  });

  it('cuts a message that nobody would read, and says so', () => {
    const [head, more] = heads(new Error('x'.repeat(1e6)))
      .join('\n')
      .split('\n');
    assert.equal(head.length, 'Error: '.length + 20_000);
    assert.match(more, /^… 980000 more characters/);
  });

  it('survives errors whose properties throw', () => {
    const broken = new Error('fine');
    for (const name of ['stack', 'cause', 'message', 'name']) {
      Object.defineProperty(broken, name, {
        get() {
          throw new Error('no');
        },
      });
    }
    assert.deepEqual(traceback(broken), ['Error: (its message cannot be read)']);
  });
});

describe('A traceback in a notebook', () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
  });
  after(() => kernel.stop());
  const trace = async (code: string): Promise<string[]> => (await kernel.execute(code)).reply.traceback;

  it('of errors that refer to one another comes, and the next cell runs', async () => {
    const lines = await trace(
      'const a = new Error("a"); const b = new Error("b", { cause: a }); a.cause = b; throw a;',
    );
    assert.equal(lines[0], 'Error: a');
    assert.ok(lines.includes('Error: b'));
    assert.equal((await kernel.execute('1 + 1')).result, '2');
  });

  it('folds what lies inside libraries to the last frame of ours', async () => {
    const lines = await trace(`import { tf } from '@latent-torus/node';
const wrong = () => tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3])));
wrong();`);
    assert.match(lines[0], /Matrix size-incompatible/);
    const [own, library] = ['    at ', '    in '].map((start) =>
      lines.filter((line) => line.startsWith(start)),
    );
    assert.match(own[0], /cell \[\d+\], line 2$/);
    assert.match(own.at(-1)!, /cell \[\d+\], line 3$/);
    assert.ok(
      own.every((line) => line.includes('cell [')),
      own.join('\n'),
    );
    assert.equal(library.length, 1);
    assert.match(library[0], /tfjs/);
    assert.match(lines.at(-1)!, /^ {4}\(\d+ more in libraries: error\.stack has all\)$/);
    assert.ok(lines.length < 14, `${lines.length} lines`);
  });

  it('keeps the frames of a file beside the notebook, and of a callback in a library', async () => {
    writeFileSync(
      join(kernel.folder, 'mine.ts'),
      `export const mine = () => [2, 1].sort(() => {\n  throw new Error('mine');\n});\n`,
    );
    const lines = await trace(`import { mine } from './mine';\nmine();`);
    assert.match(lines[1], /mine\.ts:2:\d+\)?$/);
    assert.match(lines.join('\n'), /at mine \(.*mine\.ts:1:\d+\)\n.*\n {4}at cell \[\d+\], line 2/);
  });

  it('leaves the whole trace in error.stack', async () => {
    const { result } = await kernel.execute(`let stack = '';
try { tf.matMul(tf.ones([2, 3]), tf.ones([2, 3])); } catch (error) { stack = (error as Error).stack!; }
stack.split('\\n').filter((line) => line.includes('tfjs')).length`);
    assert.ok(Number(result) > 3, result);
  });

  it('counts the frames of a deep recursion instead of showing all', async () => {
    const lines = await trace('const down = (n: number): number => 1 + down(n + 1);\ndown(0);');
    assert.match(lines[0], /RangeError: Maximum call stack/);
    assert.equal(lines.filter((line) => line.startsWith('    at down')).length, 8);
    assert.match(lines.at(-1)!, /^ {4}… \d+ more \(error\.stack has all\)$/);
  });
});
