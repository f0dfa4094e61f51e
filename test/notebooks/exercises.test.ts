import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../packages/settings';
import { missing, type Notebook, notebooks, python, read, sourceOf } from './notebook-files';

type Cell = Notebook['cells'][number] & {
  metadata: { nbgrader?: Record<string, unknown>; tags?: string[] };
};

/** An exercise of a notebook: the reader's cell, the cell that checks it, the folded solution. */
interface Found {
  id: string;
  answer?: Cell;
  check: Cell;
  solution?: Cell;
  at: number;
}

const cellsOf = (notebook: Notebook) => notebook.cells as Cell[];
const gradeId = ({ metadata }: Cell) => metadata.nbgrader?.grade_id;

/** The exercises that `exercise('id', …)` is called for. */
function exercisesOf(notebook: Notebook): Found[] {
  const cells = cellsOf(notebook);
  return cells.flatMap((check, at) => {
    if (check.cell_type !== 'code') return [];
    const called = [...sourceOf(check).matchAll(/\bexercise\('([^']+)'/g)].map(([, id]) => id);
    return called.map((id) => ({
      id,
      answer: cells.slice(0, at).find((cell) => gradeId(cell) === `${id}-answer`),
      check,
      solution: cells[at + 1]?.metadata.tags?.includes('solution') ? cells[at + 1] : undefined,
      at,
    }));
  });
}

const marked = /^\s*\/\/ BEGIN SOLUTION\n\s*todo\(\);(?: \/\/ [^\n]*)?\n\s*\/\/ END SOLUTION$/m;
/** The solved answer cell that the folded solution holds. */
const solved = (solution: Cell) => /```ts\n([\s\S]*?)\n```/.exec(sourceOf(solution))?.[1];
const squeezed = (text: string) => text.replace(/\s+/g, '');

// Part one is what a teacher hands out and grades; exercises elsewhere have neither points nor solutions yet.
const withExercises = notebooks
  .filter(({ file }) => file.startsWith(join(root, 'notebooks/basics')))
  .map(({ name, file }) => ({ name, file, notebook: read(file) }))
  .filter(({ notebook }) => exercisesOf(notebook).length);

describe('the exercises of the notebooks', () => {
  it('are there', () => assert.ok(withExercises.some(({ name }) => name === 'basics-1-first-vae')));

  for (const { name, notebook } of withExercises) {
    describe(name, () => {
      const found = exercisesOf(notebook);

      it('are cells that nbgrader knows: an answer, and a check with points that is locked', () => {
        for (const { id, answer, check } of found) {
          const { points, ...graded } = check.metadata.nbgrader ?? {};
          const common = { schema_version: 3, task: false, cell_type: 'code' };
          assert.deepEqual(
            graded,
            { ...common, grade: true, solution: false, locked: true, grade_id: id },
            id,
          );
          assert.ok(Number(points) > 0, `${id} has ${points} points`);
          const written = { ...common, grade: false, solution: true, locked: false };
          assert.deepEqual(answer?.metadata.nbgrader, { ...written, grade_id: `${id}-answer` }, id);
        }
        const ids = cellsOf(notebook).map(gradeId).filter(Boolean);
        assert.equal(new Set(ids).size, ids.length, `grade ids: ${ids.join(', ')}`);
      });

      it('are committed open: todo() between the marks, and never an output but ‘not yet’', () => {
        for (const { id, answer, check } of found) {
          assert.match(sourceOf(answer!), marked, id);
          assert.deepEqual(answer!.outputs ?? [], [], id);
          const texts = (check.outputs ?? []).map((output) => [output.data?.['text/plain']].flat().join(''));
          assert.deepEqual(texts, [`Exercise ${id}: not yet`]);
        }
      });

      it('have a solution, folded, below the check and nowhere before it', () => {
        for (const { id, answer, solution, at } of found) {
          assert.ok(solution, `${id} has no cell tagged 'solution' behind its check`);
          assert.match(sourceOf(solution), /^<details>[\s\S]*<\/details>$/, id);
          const [before, after] = sourceOf(answer!).split(marked);
          const code = solved(solution)!;
          assert.ok(code.startsWith(before) && code.endsWith(after), `${id}: not the answer’s cell, solved`);
          const lines = code.slice(before.length, code.length - after.length).trim();
          assert.ok(lines && !lines.includes('todo'), id);
          for (const cell of cellsOf(notebook).slice(0, at + 1)) {
            const shown = squeezed(`${sourceOf(cell)}${JSON.stringify(cell.outputs ?? [])}`);
            assert.ok(!shown.includes(squeezed(lines)), `${id} is answered before it is asked`);
          }
        }
      });

      it('are right where they are graded with the solutions', async function () {
        if (missing) {
          console.log(`      pending: ${missing}`);
          this.skip();
        }
        this.timeout(600_000);
        const solution = found.flatMap(({ answer, check, solution }) => [
          { ...answer!, source: solved(solution!)! },
          check,
        ]);
        assert.equal(await graded(notebook, solution), undefined);
      });
    });
  }

  it('end in an error where they are graded open', async function () {
    if (missing) {
      console.log(`      pending: ${missing}`);
      this.skip();
    }
    this.timeout(600_000);
    const { notebook } = withExercises[0];
    const { answer, check } = exercisesOf(notebook)[0];
    assert.match((await graded(notebook, [answer!, check]))!, /exercise '.*': not yet/);
  });
});

/** Runs a notebook's imports, its first code, and these cells as a grader does. @returns the error that ended them */
async function graded(notebook: Notebook, cells: readonly Cell[]): Promise<string | undefined> {
  mkdirSync(join(root, '.notebooks'), { recursive: true });
  const place = mkdtempSync(join(root, '.notebooks', 'graded-')); // in the checkout, so that packages are found
  try {
    const source = join(place, 'graded.ipynb');
    const imports = cellsOf(notebook).find(({ cell_type }) => cell_type === 'code')!;
    writeFileSync(source, JSON.stringify({ ...notebook, cells: [imports, ...cells] }));
    const env = { ...process.env, LATENT_TORUS_SCALE: 'smoke', LATENT_TORUS_GRADING: '1' };
    const out = [join(place, 'out.ipynb'), join(place, 'failed.ipynb')];
    const script = join(root, 'tools/figures/execute.py');
    const child = spawn(python, [script, source, ...out], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    let news = '';
    child.stdout.on('data', (chunk) => {
      news += chunk;
    });
    await once(child, 'close');
    const lines = news
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const failed = lines.find((line) => line.failed)?.failed;
    if (failed) return failed.error;
    assert.ok(lines.some((line) => line.finished) && readFileSync(out[0]), news);
    return undefined;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
