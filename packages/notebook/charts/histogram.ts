import type { Chart } from './chart';
import { binned, commonRange, densityTitle, type Group } from './density';
import { seriesColours } from './palettes';

export interface HistogramOptions {
  /** Title above the chart (default none; example `'MNIST'`). */
  title?: string;
  /** Title of the values' axis, with the unit, which the density takes over (default 'Value'; example
   * `'Loss (nats)'`). */
  axis?: string;
  /** Number of bins (default 60; example `36`). */
  bins?: number;
  /** The range that is shown; values beyond it are counted in the outermost bins (default: all values; example
   * `[0, 400]`). */
  domain?: readonly [number, number];
  /** A panel for each group, one below the other on the same scales (default false; example `true`). */
  apart?: boolean;
  /** Width in pixels (default 480; example `560`). */
  width?: number;
  /** Height in pixels, of each panel if apart (default 260, apart 90; example `200`). */
  height?: number;
}

/**
 * Densities of groups over one another, or in panels on the same scales: steps with a light fill, the area
 * under each is one.
 * @throws RangeError if there is no group, or one has no values or one that is not finite
 * @example histogram([{ name: 'digits', values: losses }], { axis: 'Loss (nats)' })
 */
export function histogram(groups: readonly Group[], options: HistogramOptions = {}): Chart {
  const { title, axis = 'Value', bins = 60, apart = false, width = 480, height = apart ? 90 : 260 } = options;
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`bins is ${bins}; expected a whole number from 1`);
  const [low, high] = commonRange(groups, options.domain);
  const step = (high - low) / bins;
  const values = groups.flatMap((group) => {
    const densities = Array.from(binned(group, [low, high], bins));
    // The step of the last bin ends where the bin does.
    return [...densities, densities[bins - 1]].map((density, i) => ({
      x: Number((low + i * step).toPrecision(6)),
      density: Number(density.toPrecision(4)),
      group: group.name,
    }));
  });
  const names = groups.map(({ name }) => name);
  const colours = groups.map(({ colour }, i) => colour ?? seriesColours[i % seriesColours.length]);
  const y = densityTitle(axis);
  const panel = {
    width,
    height,
    mark: {
      type: 'area',
      interpolate: 'step-after',
      fillOpacity: apart ? 0.4 : 0.18,
      line: { strokeWidth: 1.8 },
    },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: axis,
        scale: { domain: [low, high], nice: false },
        axis: { grid: false },
      },
      y: {
        field: 'density',
        type: 'quantitative',
        title: apart ? null : y,
        stack: null,
        ...(apart ? { axis: { tickCount: 2 } } : {}),
      },
      color: {
        field: 'group',
        type: 'nominal',
        title: null,
        scale: { domain: names, range: colours },
        legend: apart ? null : { orient: 'top', direction: 'horizontal', symbolType: 'square', columns: 4 },
      },
      tooltip: [
        { field: 'group', title: 'Group' },
        { field: 'x', title: axis },
        { field: 'density', title: y },
      ],
    },
  };
  const common = { ...(title ? { title } : {}), data: { values } };
  if (!apart) return { ...common, ...panel };
  return {
    ...common,
    facet: {
      row: {
        field: 'group',
        type: 'nominal',
        sort: names,
        title: y,
        header: { labelOrient: 'top', labelAnchor: 'start', labelPadding: 2 },
      },
    },
    spacing: 8,
    spec: panel,
  };
}
