import type { Chart } from './chart';
import { extent } from './extent';
import { seriesColours } from './palettes';

/** Values that are counted together. */
export interface Group {
  name: string;
  values: ArrayLike<number>;
  /** '#rrggbb' (default: by order). */
  colour?: string;
}

export interface HistogramOptions {
  title?: string;
  /** Title of the values' axis, with the unit. */
  axis: string;
  /** Number of bins (default 60). */
  bins?: number;
  /** The range that is shown; values beyond it are counted in the outermost bins (default: all values). */
  domain?: readonly [number, number];
  width?: number;
  height?: number;
}

/** Densities of groups over one another: steps with a light fill, the area under each is one. */
export function histogram(groups: readonly Group[], options: HistogramOptions): Chart {
  const { title, axis, bins = 60, width = 480, height = 260 } = options;
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`bins is ${bins}; expected a whole number from 1`);
  const ends = groups.map(({ name, values }) => {
    if (!values.length) throw new RangeError(`group '${name}' has no values`);
    return extent(values);
  });
  const [low, high] = options.domain ?? [
    Math.min(...ends.map(([a]) => a)),
    Math.max(...ends.map(([, b]) => b)),
  ];
  if (!(high > low))
    throw new RangeError(`the values reach from ${low} to ${high}; a histogram needs a range`);
  const step = (high - low) / bins;
  const values = groups.flatMap((group) => {
    const densities = count(group, low, step, bins);
    // The step of the last bin ends where the bin does.
    return [...densities, densities[bins - 1]].map((density, i) => ({
      x: Number((low + i * step).toPrecision(6)),
      density: Number(density.toPrecision(4)),
      group: group.name,
    }));
  });
  const names = groups.map(({ name }) => name);
  const colours = groups.map(({ colour }, i) => colour ?? seriesColours[i % seriesColours.length]);
  return {
    ...(title ? { title } : {}),
    width,
    height,
    data: { values },
    mark: { type: 'area', interpolate: 'step-after', fillOpacity: 0.18, line: { strokeWidth: 1.8 } },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: axis,
        scale: { domain: [low, high], nice: false },
        axis: { grid: false },
      },
      y: { field: 'density', type: 'quantitative', title: 'Density', stack: null },
      color: {
        field: 'group',
        type: 'nominal',
        title: null,
        scale: { domain: names, range: colours },
        legend: { orient: 'top', direction: 'horizontal', symbolType: 'square' },
      },
      tooltip: [
        { field: 'group', title: 'Group' },
        { field: 'x', title: axis },
        { field: 'density', title: 'Density' },
      ],
    },
  };
}

/** Density in each bin. */
function count({ name, values }: Group, low: number, step: number, bins: number): number[] {
  const densities = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]))
      throw new RangeError(`value ${i} of '${name}' is ${values[i]}; expected a finite number`);
    const bin = Math.floor((values[i] - low) / step);
    densities[Math.min(bins - 1, Math.max(0, bin))] += 1 / (values.length * step);
  }
  return densities;
}
