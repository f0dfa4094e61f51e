import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { kernelSpec, register } from '@latent-torus/kernel';
import { Kernel, workFolder } from './client';

describe('A kernel whose notebook lies outside the checkout', () => {
  let kernel: Kernel;
  const run = (code: string) => kernel.execute(code);
  const write = (name: string, text: string) => writeFileSync(join(kernel.folder, name), text);
  before(async () => {
    kernel = await Kernel.start();
  });
  after(() => kernel.stop());

  it('finds latent-torus and the other packages of the course, with their types', async () => {
    await run(`import { Random } from '@latent-torus/random'; import { vae } from 'latent-torus';`);
    assert.equal((await run(`typeof vae`)).result, `'function'`);
    const wrong = await run(`new Random(1).permutation('ten')`);
    assert.match(wrong.reply.evalue, /'string' is not assignable to parameter of type 'number'/);
  });

  it('finds them for a file beside the notebook, too', async () => {
    write('beside.ts', `import { Random } from '@latent-torus/random';\nexport const one = new Random(1);`);
    const { result } = await run(`import { one } from './beside';\none.permutation(1).length`);
    assert.equal(result, '1');
    assert.match((await run(`one.permutation('ten')`)).reply.evalue, /'string' is not assignable/);
  });

  it('knows the types of Node', async () => {
    assert.equal((await run(`import { basename } from 'node:path'; basename('a/b')`)).result, `'b'`);
    assert.match((await run(`basename(3)`)).reply.evalue, /'number' is not assignable/);
  });

  it("prefers what the notebook's own folder has", async () => {
    const folder = join(kernel.folder, 'node_modules/@latent-torus/settings');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "main": "index.ts", "types": "index.ts" }');
    writeFileSync(join(folder, 'index.ts'), `export const here: 'here' = 'here';`);
    assert.equal((await run(`import { here } from '@latent-torus/settings'; here`)).result, `'here'`);
  });

  it('finds a file that is written after it was missed', async () => {
    assert.match((await run(`import { late } from './late'; late`)).reply.evalue, /Cannot find module/);
    write('middle.ts', `export { later } from './later';`);
    assert.equal((await run(`import { later } from './middle'; 1`)).reply.status, 'error');
    write('late.ts', 'export const late = 7;');
    write('later.ts', 'export const later = 8;');
    assert.equal((await run(`import { late } from './late'; late`)).result, '7');
    assert.equal((await run(`import { later } from './middle'; later`)).result, '8');
    assert.match((await run('later.nothing')).reply.evalue, /does not exist on type/);
  });

  it('goes on after process.chdir: later cells, their names and imports are as before', async () => {
    write('stays.ts', 'export const stays = 9;');
    await run(`const first = 1; const elsewhere = require('node:os').tmpdir(); process.chdir(elsewhere);`);
    assert.equal((await run('const second = first + 1; second')).result, '2');
    assert.equal((await run(`import { stays } from './stays'; stays`)).result, '9');
    assert.equal((await run('process.cwd() === elsewhere')).result, 'true');
    const { reply } = await run('throw new Error("there")');
    assert.match(reply.traceback[1], /at cell \[\d+\], line 1$/);
  });
});

describe('The package of the kernel', () => {
  it('describes a kernel that starts from any folder, and writes it where Jupyter looks', async () => {
    const folder = workFolder();
    const file = register(folder);
    assert.equal(file, join(folder, 'kernels/typescript/kernel.json'));
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), kernelSpec());
    assert.deepEqual(kernelSpec().argv, [
      process.execPath,
      resolve(__dirname, '../../packages/kernel/start.cjs'),
      '{connection_file}',
    ]);
    rmSync(folder, { recursive: true });
  });

  it('starts in a folder whose tsconfig.json is broken', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'latent-torus-broken-'));
    writeFileSync(join(cwd, 'tsconfig.json'), '{ "extends": "./missing.json", ');
    const kernel = await Kernel.start({ cwd });
    try {
      assert.equal((await kernel.execute('1 + 1')).result, '2');
    } finally {
      await kernel.stop();
      rmSync(cwd, { recursive: true });
    }
  });
});
