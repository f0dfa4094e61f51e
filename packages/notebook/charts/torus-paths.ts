import type { Chart } from './chart';
import { seriesColours } from './palettes';
import type { Points } from './points';
import { ink, paper } from './theme';
import { angle, type TorusOptions, torusScatter } from './torus-scatter';

/** A path through unwrapped angles. */
export interface TorusPath {
  /** What it is, for the legend. */
  name: string;
  /** [n, 2] angles in radians, row by row. */
  readonly points: ArrayLike<number>;
}

export interface TorusPathOptions extends TorusOptions {
  /** Title of the paths' legend (default 'Path'; example `'From 3 to 8'`). */
  pathLegend?: string;
  /** Colours of the paths in order (default `seriesColours`; example `['#0072b2']`). */
  colours?: readonly string[];
}

const TURN = 2 * Math.PI;
const turns = (value: number) => Math.floor((value + Math.PI) / TURN);

/**
 * Points on a torus with paths over them; a path that leaves the square at one side comes in at the other.
 * @throws RangeError if there is no path, or one has fewer than two points
 * @example torusPaths({ points, labels }, [{ name: 'short way', points: way.dataSync() }], { muted: true })
 */
export function torusPaths(
  points: Points,
  paths: readonly TorusPath[],
  options: TorusPathOptions = {},
): Chart {
  const { pathLegend = 'Path', colours = seriesColours } = options;
  if (!paths?.length) throw new RangeError('there is no path to draw; give at least one { name, points }');
  const names = paths.map(({ name }) => name);
  const position = { x: angle('x', options.axes?.[0] ?? 'θ₁'), y: angle('y', options.axes?.[1] ?? 'θ₂') };
  const values = paths.flatMap(({ name, points: path }) =>
    piecesOf(path).flatMap((piece, part) =>
      piece.map(([x, y], order) => ({
        path: name,
        piece: `${name} ${part}`,
        order,
        x: Number(x.toFixed(3)),
        y: Number(y.toFixed(3)),
      })),
    ),
  );
  const ends = paths
    .flatMap(({ points: path }) => [
      [path[0], path[1]],
      [path[path.length - 2], path[path.length - 1]],
    ])
    .map(([x, y]) => ({ x: x - TURN * turns(x), y: y - TURN * turns(y) }));
  const below = torusScatter(points, options);
  const encoding = {
    ...position,
    detail: { field: 'piece' },
    order: { field: 'order', type: 'quantitative' },
  };
  const line = { type: 'line', interpolate: 'linear', clip: true, strokeJoin: 'round', tooltip: null };
  return {
    ...below,
    layer: [
      ...(below.layer as Chart[]),
      { data: { values }, mark: { ...line, strokeWidth: 5, color: paper, opacity: 0.85 }, encoding },
      {
        data: { values },
        mark: { ...line, strokeWidth: 2.6, tooltip: true },
        encoding: {
          ...encoding,
          color: {
            field: 'path',
            type: 'nominal',
            title: pathLegend,
            sort: names,
            scale: { domain: names, range: names.map((_, i) => colours[i % colours.length]) },
            legend: { symbolType: 'stroke', symbolStrokeWidth: 3 },
          },
          tooltip: [{ field: 'path', title: pathLegend }],
        },
      },
      {
        data: { values: ends },
        mark: {
          type: 'point',
          filled: true,
          color: paper,
          stroke: ink,
          strokeWidth: 2,
          size: 90,
          opacity: 1,
          tooltip: null,
        },
        encoding: position,
      },
    ],
  };
}

/** Cuts a path where it crosses a side of the square, and ends both pieces on the side. */
function piecesOf(path: ArrayLike<number>): [number, number][][] {
  if (path.length < 4 || path.length % 2)
    throw new RangeError(
      `a path needs two angles for each of two points or more, not ${path.length} numbers`,
    );
  const pieces: [number, number][][] = [[]];
  for (let i = 0; i + 2 < path.length; i += 2) {
    const [from, to] = [
      [path[i], path[i + 1]],
      [path[i + 2], path[i + 3]],
    ];
    // Where the step crosses a side: at odd multiples of π of either angle.
    const cuts = [0, 1]
      .flatMap((k) => {
        const [low, high] = [from[k], to[k]].sort((a, b) => a - b);
        const crossed: number[] = [];
        for (let turn = turns(low) + 1; turn <= turns(high); turn++)
          crossed.push((turn * TURN - Math.PI - from[k]) / (to[k] - from[k]));
        return crossed;
      })
      .filter((share) => share > 0 && share < 1)
      .sort((a, b) => a - b);
    const shares = [0, ...cuts, 1];
    for (let s = 0; s + 1 < shares.length; s++) {
      const at = (share: number) => from.map((value, k) => value + share * (to[k] - value));
      const middle = at((shares[s] + shares[s + 1]) / 2).map((value) => TURN * turns(value));
      const [start, end] = [at(shares[s]), at(shares[s + 1])].map(
        (point) => point.map((value, k) => value - middle[k]) as [number, number],
      );
      const piece = pieces[pieces.length - 1];
      const last = piece[piece.length - 1];
      if (last && Math.hypot(last[0] - start[0], last[1] - start[1]) > 1e-9) pieces.push([start, end]);
      else if (last) piece.push(end);
      else piece.push(start, end);
    }
  }
  return pieces;
}
