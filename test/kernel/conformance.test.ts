import assert from 'node:assert/strict';
import { missing, run } from './python';

const why = missing ? ` (${missing})` : '';

describe('The kernel, as Jupyter sees it', () => {
  it(`passes Jupyter's conformance suite${why}`, async function () {
    if (missing) this.skip();
    const { code, stderr } = await run('conformance.py');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^Ran 12 tests/m);
    // A pager, clear_output and three ways to ask for history: nothing that a notebook of ours needs.
    assert.match(stderr, /^OK \(skipped=5\)/m);
  });
});

describe('A notebook that runs headless (nbclient)', () => {
  const cells = [
    'const a = 2;',
    'console.log("printed"); a * 3',
    'function fails(): never {\n  throw new RangeError(`a is ${a}`);\n}\nfails();',
    'throw new TypeError("again")',
    'a + 40',
  ];
  const execute = async (allow_errors: boolean) => {
    const { code, stdout, stderr } = await run('headless.py', JSON.stringify({ cells, allow_errors }));
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  };

  it(`keeps counts, results, output and errors, and goes on with allow_errors${why}`, async function () {
    if (missing) this.skip();
    const { cells: executed, error } = await execute(true);
    assert.equal(error, null);
    assert.deepEqual(
      executed.map((cell: any) => cell.execution_count),
      [1, 2, 3, 4, 5],
    );
    const types = executed.map((cell: any) => cell.outputs.map((output: any) => output.output_type));
    assert.deepEqual(types, [[], ['stream', 'execute_result'], ['error'], ['error'], ['execute_result']]);
    assert.equal(executed[1].outputs[0].text, 'printed\n');
    assert.equal(executed[1].outputs[1].data['text/plain'], '6');
    assert.equal(executed[1].outputs[1].execution_count, 2);
    assert.equal(executed[3].outputs[0].ename, 'TypeError');
    assert.equal(executed[4].outputs[0].data['text/plain'], '42');
  });

  it(`stops at an error that says what happened in which cell and line${why}`, async function () {
    if (missing) this.skip();
    const { cells: executed, error } = await execute(false);
    assert.equal(error.ename, 'RangeError');
    assert.equal(error.evalue, 'a is 2');
    assert.match(error.text, /at fails \(cell \[3\], line 2\)\n.*throw new RangeError/);
    assert.match(error.text, /at cell \[3\], line 4\n.*fails\(\)/);
    assert.equal(executed[3].execution_count, null);
  });
});
