import type { Chart } from './chart';
import { compact } from './compact';
import { commonRange, densityTitle, type Group, smoothed } from './density';
import { classColours } from './points';

export interface RidgelineOptions {
  /** Title above the chart (default none; example `'One angle'`). */
  title?: string;
  /** Title of the values' axis, with the unit (default 'Value'; example `'Angle (radians)'`). */
  axis?: string;
  /** The range that is shown (default: all values; with a period from −period/2 to period/2; example `[0, 3]`). */
  domain?: readonly [number, number];
  /** Length of a turn if values come round (default none; example `2 * Math.PI`). */
  period?: number;
  /** Standard deviation of the smoothing (default Silverman's for each group; example `0.1`). */
  bandwidth?: number;
  /** How many rows the highest ridge covers (default 1.8; example `1`, none over another). */
  overlap?: number;
  /** Width in pixels (default 480; example `560`). */
  width?: number;
  /** Height of a row in pixels (default 34; example `50`). */
  row?: number;
}

const PLACES = 161;

/**
 * Smooth densities, a row for each group on one scale: classes along one angle, which would hide each other
 * in one panel.
 * @throws RangeError if there is no group, or one has no values or one that is not finite
 * @example ridgelines(digits.map((name, k) => ({ name, values: anglesOf(k) })), { period: 2 * Math.PI })
 */
export function ridgelines(groups: readonly Group[], options: RidgelineOptions = {}): Chart {
  const { title, axis = 'Value', period, bandwidth, overlap = 1.8, width = 480, row = 34 } = options;
  for (const [name, value] of Object.entries({ period, bandwidth, overlap }))
    if (value !== undefined && !(value > 0 && value < Infinity))
      throw new RangeError(`${name} is ${value}; expected a number above 0`);
  const [low, high] = commonRange(groups, options.domain ?? (period ? [-period / 2, period / 2] : undefined));
  const densities = groups.map((group) => smoothed(group, [low, high], PLACES, period, bandwidth));
  const peak = Math.max(...densities.map((density) => Math.max(...density))) || 1;
  const count = groups.length;
  const names = groups.map(({ name }) => name);
  const colours = classColours(count).map((colour, i) => groups[i].colour ?? colour);
  const turn = period !== undefined && Math.abs(period - 2 * Math.PI) < 1e-6;
  const x = {
    field: 'x',
    type: 'quantitative',
    title: axis,
    scale: { domain: [low, high], nice: false, zero: false },
    axis: {
      ...(turn
        ? {
            values: [-2, -1, 0, 1, 2].map((quarter) => (quarter * Math.PI) / 2),
            labelExpr: "['−π', '−π/2', '0', 'π/2', 'π'][round(datum.value * 2 / PI) + 2]",
          }
        : {}),
    },
  };
  const y = {
    field: 'y',
    type: 'quantitative',
    title: null,
    scale: { domain: [0, count - 1 + overlap], nice: false },
    axis: {
      values: names.map((_, i) => i),
      labelExpr: `${JSON.stringify([...names].reverse())}[datum.value]`,
      grid: false,
      ticks: false,
      domain: false,
      labelPadding: 8,
    },
  };
  return {
    ...(title ? { title } : {}),
    width,
    height: row * (count - 1 + overlap),
    // The upper rows first, so that a ridge covers the row behind it.
    layer: groups.map(({ name }, i) => {
      const base = count - 1 - i;
      const places = Array.from({ length: PLACES }, (_, k) => low + (k * (high - low)) / (PLACES - 1));
      const view = compact(
        { x: places, y: Array.from(densities[i], (density) => base + (density / peak) * overlap) },
        3,
      );
      return {
        ...view,
        transform: [
          ...view.transform,
          { calculate: `(datum.y - ${base}) * ${(peak / overlap).toPrecision(6)}`, as: 'density' },
        ],
        mark: {
          type: 'area',
          fill: colours[i],
          fillOpacity: 0.65,
          line: { color: colours[i], strokeWidth: 1.6 },
          clip: true,
        },
        encoding: {
          x,
          y,
          y2: { datum: base },
          tooltip: [
            { field: 'x', title: axis, format: '.3~g' },
            { field: 'density', title: `${densityTitle(axis)} of ${name}`, format: '.3~g' },
          ],
        },
      };
    }),
  };
}
