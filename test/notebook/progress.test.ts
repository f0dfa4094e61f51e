import assert from 'node:assert/strict';
import type { Progress } from '../../lib/train/progress';
import { tf } from '../../packages/node';
import { downloadProgress, downloadText } from '../../packages/notebook/download-progress';
import { notice } from '../../packages/notebook/notice';
import { progressText, type Surroundings, trainingProgress } from '../../packages/notebook/progress';
import { inFakeKernel } from './fake-kernel';

/** A notebook or a terminal that notes what is shown, and a clock that the test moves. */
function stage(jupyter: boolean) {
  const seen: { id: string; update: boolean; html: string; text: string }[] = [];
  const written: string[] = [];
  const state = { time: 0, cell: {} };
  const note = (update: boolean) => (id: string, bundle: Record<string, unknown>) => {
    seen.push({ id, update, html: String(bundle['text/html']), text: String(bundle['text/plain']) });
  };
  const around: Surroundings = {
    now: () => state.time,
    cell: () => state.cell,
    inJupyter: () => jupyter,
    display: (bundle, id) => note(false)(id, bundle),
    update: note(true),
    terminal: jupyter ? undefined : { write: (text: string) => written.push(text) },
  };
  return { seen, written, state, around };
}

const history = [183.1, 160, 147.1].map((total, epoch) => ({
  epoch,
  total,
  divergence: 9,
  klWeight: 0.5,
  learningRate: 1e-3,
}));
const at = (step: number, more: Partial<Progress> = {}): Progress => ({
  title: 'torus',
  step,
  steps: 300,
  epoch: Math.floor(step / 100),
  epochs: 3,
  seconds: step / 10,
  history: history.slice(0, Math.floor(step / 100)),
  done: false,
  ...more,
});

/** The rows of pixels, from the top, in which the curve of a display begins and ends. */
function pictureRows(html: string): { first: number; last: number } {
  const png = Buffer.from(/src="data:image\/png;base64,([^"]+)"/.exec(html)![1], 'base64');
  const image = tf.node.decodePng(png, 4);
  const [, width] = image.shape;
  const data = image.dataSync();
  image.dispose();
  const drawn = (x: number) => {
    for (let i = 4 * x + 3, y = 0; i < data.length; i += 4 * width, y++) if (data[i] > 128) return y;
    return -1;
  };
  return { first: drawn(12), last: drawn(width - 12) };
}

describe('the progress of a training in a notebook', () => {
  it('is one output that updates in place, at most five times a second', () => {
    const { seen, state, around } = stage(true);
    const tell = trainingProgress(around);
    for (let step = 1; step <= 299; step++, state.time += 10) tell(at(step));
    tell(at(300, { done: true }));
    assert.deepEqual(
      seen.map(({ update }) => update),
      [false, ...Array(seen.length - 1).fill(true)],
    );
    assert.equal(new Set(seen.map(({ id }) => id)).size, 1);
    assert.ok(seen.length >= 10 && seen.length <= 17, `${seen.length} updates in three seconds`);
  });

  it('shows how far it is, and ends as one line with the curve', () => {
    const { seen, around } = stage(true);
    const tell = trainingProgress(around);
    tell(at(150));
    tell(at(300, { done: true, note: 'from <cache>' }));
    assert.match(seen[0].text, /^torus: epoch 2 of 3, 50 %, 15 s left · total 183\.1, divergence 9\.0$/);
    assert.match(seen[0].html, /width:50%/);
    const last = seen.at(-1)!;
    assert.equal(last.text, 'torus: 3 epochs in 30 s · total 147.1, divergence 9.0 · from <cache>');
    assert.match(last.html, /from &#60;cache&#62;/);
    assert.doesNotMatch(last.html, /px;width:100%/);
    const rows = pictureRows(last.html);
    assert.ok(
      rows.first > 0 && rows.first < rows.last - 20,
      `the curve falls from row ${rows.first} to ${rows.last}`,
    );
    assert.match(last.html, /alt="total 183\.1 → 147\.1"/);
  });

  it('ends as what JupyterLab shows in a notebook that is not trusted: no drawing, no text but the line', () => {
    const { seen, around } = stage(true);
    trainingProgress(around)(at(300, { done: true }));
    const { html, text } = seen[0];
    assert.doesNotMatch(html, /<svg|<style|<canvas/);
    assert.equal(html.replace(/<[^>]*>/g, ''), text);
  });

  it('keeps its height, so that the page below does not move', () => {
    const { seen, state, around } = stage(true);
    const tell = trainingProgress(around);
    for (const step of [1, 100, 250]) {
      tell(at(step));
      state.time += 1000;
    }
    tell(at(300, { done: true }));
    const heights = seen.map(({ html }) =>
      [...html.matchAll(/<div style="[^"]*?height:(\d+px)/g)].map(([, height]) => height).slice(0, 3),
    );
    // the bar (with its filling while there is one) and the box of the curve
    assert.deepEqual(
      heights.map((each) => [each[0], each.at(-1)]),
      Array(4).fill(['6px', '70px']),
    );
  });

  it('is a new output for the next training, by end, restart, name or cell', () => {
    const { seen, state, around } = stage(true);
    const tell = trainingProgress(around);
    tell(at(300, { done: true }));
    tell(at(300, { done: true }));
    tell(at(100));
    tell(at(10));
    tell(at(20, { title: 'plane' }));
    state.cell = {};
    tell(at(30, { title: 'plane' }));
    assert.deepEqual(
      seen.map(({ update }) => update),
      Array(6).fill(false),
    );
    assert.equal(new Set(seen.map(({ id }) => id)).size, 6);
  });

  it('says after how many epochs an interrupted training stopped', () => {
    assert.match(
      progressText(at(150, { done: true, note: 'interrupted' })),
      /1 of 3 epochs in 15 s .* interrupted/,
    );
  });
});

describe('the progress of a training in a terminal', () => {
  it('overwrites its line and ends it', () => {
    const { written, seen, around } = stage(false);
    const tell = trainingProgress(around);
    tell(at(1));
    tell(at(300, { done: true }));
    assert.equal(seen.length, 0);
    assert.ok(written.every((line) => line.startsWith('\r\x1b[K')));
    assert.deepEqual(
      written.map((line) => line.endsWith('\n')),
      [false, true],
    );
  });
});

describe('the progress of a download', () => {
  const part = { file: 'train.gz', from: 'host.example', bytes: 5e6, total: 2e7, rate: 1e6, done: false };

  it('is one line for each file that updates in place', () => {
    const { seen, around } = stage(true);
    const tell = downloadProgress(around);
    tell(part);
    tell({ ...part, file: 'test.gz' });
    tell({ ...part, bytes: 2e7, done: true });
    assert.deepEqual(
      seen.map(({ update }) => update),
      [false, false, true],
    );
    assert.equal(seen[0].id, seen[2].id);
    assert.equal(seen[0].text, 'train.gz: 5.0 MB of 20.0 MB (25 %) from host.example, 1.0 MB a second');
  });

  it('does without the length where the server does not say it', () => {
    assert.equal(
      downloadText({ ...part, total: undefined }),
      'train.gz: 5.0 MB from host.example, 1.0 MB a second',
    );
  });
});

describe('a notice', () => {
  it('appears below the cell, escaped', async () => {
    const sent = await inFakeKernel(() => notice('no network: <glyphs>'));
    assert.equal(sent[0].data['text/plain'], 'no network: <glyphs>');
    assert.match(String(sent[0].data['text/html']), /no network: &#60;glyphs&#62;/);
  });
});
