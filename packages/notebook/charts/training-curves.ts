import type { Chart } from './chart';
import { seriesColours } from './palettes';
import { isWeight, termNames } from './terms';
import { ink, paper } from './theme';

/** A training's history: a row per epoch. */
export interface Run {
  /** What distinguishes it, for the legend (default 'run 1', …; example `'seed 2'`). */
  name?: string;
  /** Rows as `fit` returns them, terms of the loss by name: `{ epoch, total, reconstruction, kl, … }`. */
  history: readonly Readonly<Record<string, number>>[];
}

/** A value that a document reports, drawn as a diamond. */
export interface Reported {
  /** The term: 'total'. */
  term: string;
  epoch: number;
  value: number;
}

export interface TrainingCurvesOptions {
  /** Title above the panels (default none; example `'Five seeds'`). */
  title?: string;
  /** What the document reports (default nothing; example `[{ term: 'total', epoch: 39, value: 147.1 }]`). */
  reported?: readonly Reported[];
  /** The terms that get a panel (default: all in the history, weights where they change; example
   * `['total', 'kl']`). */
  terms?: readonly string[];
  /** Titles of panels by term, beyond the usual ones (default none; example
   * `{ bound: '−ELBO (nats per image)' }`). */
  titles?: Readonly<Record<string, string>>;
  /** Panels in a row (default 2; example `3`). */
  columns?: number;
}

const usualTitles: Readonly<Record<string, string>> = {
  total: 'Total loss (nats per image)',
  reconstruction: 'Reconstruction loss (nats per image)',
  kl: 'KL divergence (nats per image)',
  divergence: 'KL divergence (nats per image)',
  klWeight: 'KL weight λ',
  learningRate: 'Learning rate',
};

/**
 * Terms of the loss over the epochs, a panel each, with what the document reports drawn in.
 * @param runs one history, or several runs with names
 * @throws RangeError if there is no epoch, no such term, or a value is not finite
 * @example trainingCurves(run.history)
 */
export function trainingCurves(
  runs: readonly Run[] | Run['history'],
  { title, reported = [], terms, titles = {}, columns = 2 }: TrainingCurvesOptions = {},
): Chart {
  const all = isRuns(runs) ? runs : [{ history: runs }];
  const first = all?.[0]?.history?.[0];
  if (!first) throw new RangeError('there is no epoch to draw; give the history of a training');
  const panels = terms ?? defaultTerms(all, first);
  if (!panels.length)
    throw new RangeError(`the history has no term of a loss, only ${Object.keys(first).join(', ')}`);
  for (const term of panels)
    if (!(term in first))
      throw new RangeError(`the history has no '${term}'; it has ${Object.keys(first).join(', ')}`);
  const names = all.map(({ name }: Run, i) => name ?? `run ${i + 1}`);
  return {
    ...(title ? { title } : {}),
    columns: Math.min(columns, panels.length),
    bounds: 'flush', // panels line up by their frames, whatever their labels take
    spacing: { row: reported.length ? 96 : 82, column: 58 },
    concat: panels.map((term) =>
      panel(term, { ...usualTitles, ...titles }[term] ?? term, all, names, reported),
    ),
  };
}

/** All terms, and weights that change. */
function defaultTerms(runs: readonly Run[], first: Readonly<Record<string, number>>): string[] {
  const changes = (name: string) =>
    runs.some(({ history }) => history.some((row) => row[name] !== history[0][name]));
  const finite = termNames(first);
  const broken = Object.keys(first).filter((name) => Number.isNaN(first[name]));
  return [...finite, ...broken, ...Object.keys(first).filter((name) => isWeight(name) && changes(name))];
}

const isRuns = (runs: readonly Run[] | Run['history']): runs is readonly Run[] => {
  return runs?.length > 0 && Array.isArray((runs[0] as Run).history);
};

function panel(
  term: string,
  title: string,
  runs: readonly Run[],
  names: string[],
  reported: readonly Reported[],
): Chart {
  const values = runs.flatMap(({ history }, i) =>
    history.map((row, epoch) => {
      const value = row[term];
      if (!Number.isFinite(value))
        throw new RangeError(
          `'${term}' of epoch ${row.epoch ?? epoch} is ${value}; a curve needs finite numbers`,
        );
      return { epoch: row.epoch ?? epoch, value: Number(value.toPrecision(6)), run: names[i] };
    }),
  );
  const x = { field: 'epoch', type: 'quantitative', title: 'Epoch', axis: { tickMinStep: 1, grid: false } };
  // A little space above and below keeps diamonds inside, and the frames of all panels at one height.
  const y = {
    field: 'value',
    type: 'quantitative',
    title: null,
    scale: { zero: isWeight(term), nice: false, padding: 12 },
  };
  const several = runs.length > 1;
  const points = reported.filter((point) => point.term === term);
  const text = ({ epoch, value }: Reported) =>
    `${Number.isInteger(value) ? value.toFixed(1) : value} (epoch ${epoch})`;
  return {
    title: {
      text: title,
      fontSize: 13,
      fontWeight: 'normal',
      frame: 'group',
      offset: 10,
      // Above the frame, where it hides no curve.
      ...(points.length
        ? { subtitle: `◇ reported: ${points.map(text).join(', ')}`, subtitleFontSize: 11.5 }
        : {}),
    },
    width: 300,
    height: 170,
    layer: [
      {
        data: { values },
        mark: {
          type: 'line',
          strokeWidth: 2,
          ...(several ? {} : { color: seriesColours[0] }),
          point: values.length <= runs.length,
        },
        encoding: {
          x,
          y,
          ...(several
            ? {
                color: {
                  field: 'run',
                  type: 'nominal',
                  title: null,
                  scale: {
                    domain: names,
                    range: names.map((_, i) => seriesColours[i % seriesColours.length]),
                  },
                },
              }
            : {}),
          tooltip: [
            { field: 'epoch', title: 'Epoch' },
            { field: 'value', title },
            ...(several ? [{ field: 'run' }] : []),
          ],
        },
      },
      ...(points.length
        ? [
            {
              data: { values: points.map((point) => ({ ...point, text: text(point) })) },
              mark: {
                type: 'point',
                shape: 'diamond',
                size: 90,
                stroke: ink,
                strokeWidth: 1.8,
                fill: paper,
                fillOpacity: 0.85,
                opacity: 1,
              },
              encoding: { x, y, tooltip: [{ field: 'text', title: 'Document' }] },
            },
          ]
        : []),
    ],
  };
}
