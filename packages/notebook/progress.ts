import { randomUUID } from 'node:crypto';
import type { Progress } from 'latent-torus';
import { termNames } from './charts/terms';
import { curvePng, curveSize, curveText } from './curve';
import { type Bundle, display, inJupyter, update } from './jupyter';
import { escapeHtml } from './table';

/** Where and how progress is shown; tests put a clock and outputs of their own here. */
export interface Surroundings {
  now(): number;
  /** What is another one for each running cell: the kernel's signal. */
  cell(): unknown;
  inJupyter(): boolean;
  display(bundle: Bundle, id: string): void;
  update(id: string, bundle: Bundle): void;
  /** The terminal, or undefined where nobody watches (a log file, a test). */
  terminal?: { write(text: string): unknown };
}

export const surroundings: Surroundings = {
  now: () => Date.now(),
  cell: () => (globalThis as { cellSignal?: AbortSignal }).cellSignal,
  inJupyter,
  display: (bundle, id) => display(bundle, {}, id),
  update: (id, bundle) => update(id, bundle),
  terminal: process.stderr.isTTY ? process.stderr : undefined,
};

/**
 * Least milliseconds between two updates of one display, a little less than the quarter of a second of `fit`.
 */
const pause = 200;

/**
 * A progress callback for `fit`: in Jupyter a bar and the loss curve that update in place and end as one line
 * with the curve; in a terminal a line that overwrites itself; elsewhere nothing.
 */
export function trainingProgress(around: Surroundings = surroundings): (progress: Progress) => void {
  let id: string | undefined;
  let last = -Infinity;
  let before: { title: string; step: number; cell: unknown } | undefined;
  return (progress) => {
    // One callback serves training after training: another title, a smaller step or another cell is a new
    // one.
    const { title, step, done } = progress;
    const cell = around.cell();
    if (before && (before.title !== title || step < before.step || cell !== before.cell)) id = undefined;
    before = done ? undefined : { title, step, cell };
    const isFirst = id === undefined;
    if (!isFirst && !done && around.now() - last < pause) return;
    last = around.now();
    if (around.inJupyter()) {
      const bundle = { 'text/html': progressHtml(progress), 'text/plain': progressText(progress) };
      if (id === undefined) around.display(bundle, (id = randomUUID()));
      else around.update(id, bundle);
    } else {
      id ??= 'terminal';
      around.terminal?.write(`\r\x1b[K${progressText(progress)}${done ? '\n' : ''}`);
    }
    if (done) id = undefined;
  };
}

/** One line that says how far a training is, or how it ended. */
export function progressText({
  title,
  step,
  steps,
  epoch,
  epochs,
  seconds,
  history,
  done,
  note,
}: Progress): string {
  const row = history.at(-1);
  const terms = row
    ? termsOf(row)
        .map(([name, value]) => `${name} ${value.toFixed(1)}`)
        .join(', ')
    : '';
  const share = steps > 0 ? step / steps : 1;
  const left = share > 0 && share < 1 && seconds > 1 ? `, ${duration(seconds / share - seconds)} left` : '';
  const where = done
    ? `${epoch === epochs ? `${epochs} epochs` : `${epoch} of ${epochs} epochs`} in ${duration(seconds)}`
    : `epoch ${Math.min(epoch + 1, epochs)} of ${epochs}, ${Math.floor(100 * share)} %${left}`;
  return [`${title}: ${where}`, terms, note].filter(Boolean).join(' · ');
}

/**
 * The line, a bar and the curve. The bar and the curve keep their places from the first to the last update, so that
 * the page below does not move; the curve is a picture, as JupyterLab takes drawings out of notebooks that are not
 * trusted but leaves their text.
 */
function progressHtml(progress: Progress): string {
  const { step, steps, history, done } = progress;
  const share = Math.round(1000 * (steps > 0 ? Math.min(step / steps, 1) : 1)) / 10;
  const { width, height } = curveSize;
  const bar =
    `<div style="height:6px;width:${width}px;max-width:100%;border-radius:3px;margin:4px 0;` +
    `background:${done ? 'transparent' : '#9993'}">` +
    `${done ? '' : `<div style="height:6px;width:${share}%;background:#2f8fd0;border-radius:3px"></div>`}</div>`;
  const png = curvePng(history);
  const image = png
    ? `<img src="data:image/png;base64,${png.toString('base64')}" alt="${curveText(history)}" width="${width}" height="${height}">`
    : '';
  const curve = png || !done ? `<div style="height:${height}px">${image}</div>` : '';
  return `<div style="font-size:13px">${escapeHtml(progressText(progress))}${bar}${curve}</div>`;
}

/** The terms of the loss in a row of the history, without what only describes the row. */
const termsOf = (row: Record<string, number>): [string, number][] =>
  termNames(row).map((name) => [name, row[name]]);

function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
