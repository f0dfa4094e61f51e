import type { Chart } from './chart';
import { seriesColours } from './palettes';

/** A training's history: a row per epoch. */
export interface Run {
  /** What distinguishes it, for the legend; may be left out where there is one. */
  name?: string;
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
  title?: string;
  reported?: readonly Reported[];
  /**
   * The terms that get a panel (default: total, reconstruction, divergence, klWeight, where the history has
   * them).
   */
  terms?: readonly string[];
  /** Titles of panels by term, beyond the usual ones. */
  titles?: Readonly<Record<string, string>>;
  /** Panels in a row (default 2). */
  columns?: number;
}

const usualTitles: Readonly<Record<string, string>> = {
  total: 'Total loss (nats per image)',
  reconstruction: 'Reconstruction loss (nats per image)',
  divergence: 'KL divergence (nats per image)',
  klWeight: 'KL weight λ',
  learningRate: 'Learning rate',
};

/** Terms of the loss over the epochs, a panel each, with what the document reports drawn in. */
export function trainingCurves(
  runs: readonly Run[] | Run['history'],
  { title, reported = [], terms, titles = {}, columns = 2 }: TrainingCurvesOptions = {},
): Chart {
  const all = isRuns(runs) ? runs : [{ history: runs }];
  const first = all[0]?.history[0];
  if (!first) throw new RangeError('there is no epoch to draw');
  const panels =
    terms ?? ['total', 'reconstruction', 'divergence', 'klWeight'].filter((term) => term in first);
  const names = all.map(({ name }, i) => name ?? `run ${i + 1}`);
  return {
    ...(title ? { title } : {}),
    columns,
    bounds: 'flush', // panels line up by their frames, whatever their labels take
    spacing: { row: 82, column: 58 },
    concat: panels.map((term) =>
      panel(term, { ...usualTitles, ...titles }[term] ?? term, all, names, reported),
    ),
  };
}

const isRuns = (runs: readonly Run[] | Run['history']): runs is readonly Run[] => {
  return runs.length > 0 && Array.isArray((runs[0] as Run).history);
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
    scale: { zero: term === 'klWeight', nice: false, padding: 12 },
  };
  const several = runs.length > 1;
  const points = reported
    .filter((point) => point.term === term)
    .map(({ epoch, value }) => {
      return {
        epoch,
        value,
        text: `reported ${Number.isInteger(value) ? value.toFixed(1) : value}`,
        end: epoch * 2 > values.at(-1)!.epoch,
      };
    });
  const label = { type: 'text', fontSize: 12, dy: -11, tooltip: null };
  return {
    title: { text: title, fontSize: 13, fontWeight: 'normal', frame: 'group', offset: 10 },
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
                  scale: { domain: names, range: seriesColours },
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
              data: { values: points },
              mark: {
                type: 'point',
                shape: 'diamond',
                size: 90,
                color: '#333333',
                strokeWidth: 1.8,
                fill: 'white',
                opacity: 1,
              },
              encoding: { x, y, tooltip: [{ field: 'text', title: 'Document' }] },
            },
          ]
        : []),
      // The label of a late point ends at it, that of an early one starts there; white below it keeps curves away.
      ...[true, false]
        .filter((end) => points.some((point) => point.end === end))
        .flatMap((end) =>
          [{ stroke: 'white', strokeWidth: 4 }, {}].map((halo) => ({
            data: { values: points.filter((point) => point.end === end) },
            mark: {
              ...label,
              align: end ? 'right' : 'left',
              dx: end ? 4 : 9,
              ...(end ? {} : { dy: 0 }),
              ...halo,
            },
            encoding: { x, y, text: { field: 'text' } },
          })),
        ),
    ],
  };
}
