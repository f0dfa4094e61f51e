import type { Chart } from './chart';
import { column, compact } from './compact';
import { fieldColours, letterColour, lossColours } from './palettes';
import {
  colourColumn,
  directLabels,
  factorDecimals,
  type PointOptions,
  type Points,
  pointLayer,
  range,
} from './points';
import { colourMap, spriteLayer } from './sprite';
import { quiet } from './theme';

/** Points that are drawn as crosses over others. */
export interface Crosses {
  /** [n, 2] angles in radians, row by row. */
  readonly points: ArrayLike<number>;
  /** What they are, for the tooltip (example `'K'`). */
  readonly name: string;
  /** [n] colours the crosses from yellow to red (default none: they are red; example `losses`). */
  readonly values?: ArrayLike<number>;
  /** Title of the values' legend, with the unit (default 'Loss'; example `'Reconstruction loss (nats)'`). */
  readonly legend?: string;
  /** Values of the two ends of the colours (default: the least and greatest; example `[80, 200]`). */
  readonly domain?: readonly [number, number];
}

/** A quantity over the whole torus, drawn as grey below the points. */
export interface TorusField {
  /** [n, n]: row i holds θ₂ = −π + (i + ½)·2π/n, column j the same for θ₁. */
  readonly values: ArrayLike<number>;
  /** Title of its legend, with the unit (default 'Field'; example `'Digits per square radian'`). */
  readonly legend?: string;
  /** Values of the lightest and darkest grey (default: the least and greatest; example `[0, 2]`). */
  readonly domain?: readonly [number, number];
}

export interface TorusOptions extends PointOptions {
  /** Points that are drawn as crosses over the others (default none; example `{ points, name: 'K' }`). */
  crosses?: Crosses;
  /** A quantity below the points (default none; example `{ values, legend: 'Magnification' }`). */
  field?: TorusField;
  /** Titles of the axes (default `['θ₁', 'θ₂']`; example `['µ₁', 'µ₂']`). */
  axes?: readonly [string, string];
}

/**
 * Angles on a torus as a square from −π to π whose opposite sides are the same line. Angles are wrapped into
 * it.
 * @param points [n, 2] angles in radians, with labels
 */
export function torusScatter(points: Points, options: TorusOptions = {}): Chart {
  const { title, size = 420 } = options;
  return {
    ...(title ? { title } : {}),
    width: size,
    height: size,
    layer: torusLayers(points, options, true),
    resolve: { scale: { color: 'independent' } },
  };
}

export interface TorusPanelOptions extends Omit<TorusOptions, 'crosses'> {
  /** Panels in a row (default 2; example `4`). */
  columns?: number;
}

/** Several squares side by side over the same points, each with crosses of its own, as one letter each. */
export function torusPanels(
  points: Points,
  panels: readonly Crosses[],
  options: TorusPanelOptions = {},
): Chart {
  const { title, size = 280, columns = 2 } = options;
  if (!panels.length) throw new RangeError('torusPanels got no panel; give crosses for at least one');
  const ends = range(panels.flatMap(({ values }) => Array.from(values ?? [])));
  return {
    ...(title ? { title } : {}),
    columns,
    concat: panels.map((crosses, i) => ({
      title: { text: crosses.name, fontSize: 13, anchor: 'middle', frame: 'group', offset: 6 },
      width: size,
      height: size,
      // All panels have the same scales: the last of the first row shows the legends of all.
      layer: torusLayers(
        points,
        { ...options, size, crosses: { domain: ends, ...crosses } },
        i === Math.min(columns, panels.length) - 1,
      ),
      resolve: { scale: { color: 'independent' } },
    })),
  };
}

function torusLayers(points: Points, options: TorusOptions, withLegends: boolean): Chart[] {
  const { crosses, field, axes = ['θ₁', 'θ₂'] } = options;
  const position = { x: angle('x', axes[0]), y: angle('y', axes[1]) };
  const [x, y] = [0, 1].map((index) => column(points.points, 2, index).map(wrap));
  const view = compact(
    { x, y, ...colourColumn(points, x.length) },
    { x: 2, y: 2, factor: factorDecimals(points) },
  );
  const tooltip = ['x', 'y'].map((name, i) => ({
    field: name,
    type: 'quantitative',
    title: axes[i],
    format: '.2f',
  }));
  const layers = [
    ...(field ? fieldLayers(field, position) : []),
    pointLayer(view, x.length, points, options, position, tooltip),
    ...seam(position),
    ...(crosses ? crossLayers(crosses, position, tooltip) : []),
    ...directLabels({ x, y }, points, options, position, { x: ends, y: ends, around: true }),
  ];
  return withLegends ? layers : layers.map(withoutLegend);
}

const ends = [-Math.PI, Math.PI];

/** Rules at ±π: where a side is the same line as the opposite one. */
const seam = (position: { x: Chart; y: Chart }): Chart[] =>
  (['x', 'y'] as const).map((axis) => ({
    data: { values: ends.map((end) => ({ end })) },
    mark: { type: 'rule', color: quiet, strokeWidth: 1.4, strokeDash: [5, 3], tooltip: null },
    encoding: { [axis]: { ...position[axis], field: 'end' } },
  }));

/** An angle wrapped into [−π, π). */
export const wrap = (theta: number) => theta - 2 * Math.PI * Math.floor((theta + Math.PI) / (2 * Math.PI));

/** Position by an angle: ticks at quarters of a turn, the edges of the square at −π and π. */
export function angle(name: string, title: string): Chart {
  const quarters = [-2, -1, 0, 1, 2].map((quarter) => (quarter * Math.PI) / 2);
  const labels = "['−π', '−π/2', '0', 'π/2', 'π'][round(datum.value * 2 / PI) + 2]";
  return {
    field: name,
    type: 'quantitative',
    title,
    scale: { domain: [-Math.PI, Math.PI], nice: false, zero: false },
    axis: {
      values: quarters,
      labelExpr: labels,
      ...(name === 'y' ? { titleAngle: 0, titlePadding: 10 } : {}),
    },
  };
}

function withoutLegend(layer: Chart): Chart {
  const { color, ...others } = layer.encoding as Record<string, Chart>;
  return color ? { ...layer, encoding: { ...others, color: { ...color, legend: null } } } : layer;
}

function crossLayers(crosses: Crosses, position: Chart, tooltip: Chart[]): Chart[] {
  const { points, name, values, legend = 'Loss', domain } = crosses;
  const [x, y] = [0, 1].map((index) => column(points, 2, index).map(wrap));
  if (!x.length) throw new RangeError(`there are no points for the crosses '${name}'`);
  if (values && values.length !== x.length)
    throw new RangeError(`the crosses '${name}' have ${values.length} values for ${x.length} points`);
  const view = compact({ x, y, ...(values ? { value: values } : {}) });
  const mark = { type: 'point', shape: 'M-1,-1L1,1M-1,1L1,-1', filled: false, size: 26, opacity: 1 };
  const red = {
    ...view,
    mark: { ...mark, color: letterColour, strokeWidth: 1.6, tooltip: name },
    encoding: position,
  };
  if (!values) return [red];
  return [
    // A dark edge keeps yellow crosses visible on white.
    { ...view, mark: { ...mark, color: '#4a3a2a', strokeWidth: 3 }, encoding: position },
    {
      ...view,
      mark: { ...mark, strokeWidth: 1.8 },
      encoding: {
        ...position,
        color: {
          field: 'value',
          type: 'quantitative',
          title: legend,
          legend: { type: 'gradient' },
          scale: { domain: domain ?? range(values), range: lossColours, clamp: true },
        },
        tooltip: [{ field: 'value', type: 'quantitative', title: legend, format: '.1f' }, ...tooltip],
      },
    },
  ];
}

function fieldLayers({ values, legend = 'Field', domain }: TorusField, position: Chart): Chart[] {
  const side = Math.round(Math.sqrt(values.length));
  if (!side || side * side !== values.length)
    throw new RangeError(`a field needs n × n values, not ${values.length}`);
  const ends = domain ?? range(values);
  const picture = colourMap(values, {
    height: side,
    width: side,
    colours: fieldColours,
    domain: ends,
    flip: true,
  });
  return [
    spriteLayer(
      picture,
      { x: position.x as Chart, y: position.y as Chart },
      [-Math.PI, Math.PI],
      [-Math.PI, Math.PI],
    ),
    {
      // A picture has no scale of its own: two invisible points give it a legend.
      data: { values: ends.map((end) => ({ x: 0, y: 0, end })) },
      mark: { type: 'point', opacity: 0, tooltip: null },
      encoding: {
        ...position,
        color: {
          field: 'end',
          type: 'quantitative',
          title: legend,
          legend: { type: 'gradient' },
          scale: { domain: ends, range: fieldColours },
        },
      },
    },
  ];
}
