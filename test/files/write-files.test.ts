import assert from 'node:assert/strict';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiles, writeWhole } from '@latent-torus/files';

describe('files that appear as a whole', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'latent-torus-files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are written together, in a folder that is made for them', () => {
    writeFiles(join(folder, 'a', 'b'), { 'x.txt': 'one', 'y.bin': Uint8Array.of(1, 2) });
    assert.deepEqual(readdirSync(join(folder, 'a', 'b')).sort(), ['x.txt', 'y.bin']);
    assert.equal(readFileSync(join(folder, 'a', 'b', 'x.txt'), 'utf8'), 'one');
  });

  it('stay as they were when one of the new cannot be written', () => {
    writeWhole(join(folder, 'x.txt'), 'old');
    assert.throws(
      () => writeFiles(folder, { 'x.txt': 'new', 'no/such/folder.txt': 'new' }, 'SOME_FOLDER'),
      /cannot write x\.txt, no\/such\/folder\.txt in /,
    );
    assert.equal(readFileSync(join(folder, 'x.txt'), 'utf8'), 'old');
    assert.deepEqual(readdirSync(folder), ['x.txt']);
  });

  it('say that a file stands where the folder should be, and which setting names another', () => {
    writeFileSync(join(folder, 'x'), '');
    assert.throws(
      () => writeWhole(join(folder, 'x', 'y.txt'), '', 'SOME_FOLDER'),
      /a file stands.*SOME_FOLDER/,
    );
  });

  it('do not disturb one another when written many times at once', async () => {
    const content = (i: number) => `${i}`.repeat(10_000);
    await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        await new Promise(setImmediate);
        writeFiles(folder, { 'same.txt': content(i % 10), 'beside.txt': content(i % 10) });
      }),
    );
    const text = readFileSync(join(folder, 'same.txt'), 'utf8');
    assert.equal(text, text[0].repeat(10_000));
    assert.deepEqual(readdirSync(folder).sort(), ['beside.txt', 'same.txt']);
  });

  it('clear away what a killed process left an hour ago, and nothing younger', () => {
    const [old, young] = ['.a.txt.0123.part', '.b.txt.4567.part'].map((name) => join(folder, name));
    for (const file of [old, young]) writeFileSync(file, 'half');
    utimesSync(old, new Date(Date.now() - 2 * 3600_000), new Date(Date.now() - 2 * 3600_000));
    writeWhole(join(folder, 'x.txt'), 'whole');
    assert.deepEqual([existsSync(old), existsSync(young)], [false, true]);
  });
});
