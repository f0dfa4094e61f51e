import assert from 'node:assert/strict';
import type { Progress } from '../../lib/train/progress';
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
    assert.doesNotMatch(last.html, /width:100%/);
    const points = /<polyline points="([^"]+)"/
      .exec(last.html)![1]
      .split(' ')
      .map((p) => Number(p.split(',')[1]));
    assert.ok(points.length === 3 && points[0] < points[1] && points[1] < points[2], 'the curve falls');
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
