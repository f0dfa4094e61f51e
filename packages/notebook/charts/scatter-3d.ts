import { type CameraOptions, camera, turnPad } from './camera';
import type { Chart } from './chart';
import { colourField, colourLegend, colourScales, pointData } from './point-data';
import { decimalsFor, type Points, range } from './points';
import { quiet, vegaTheme } from './theme';
import { dots } from './torus-3d';

export interface Scatter3dOptions extends CameraOptions {
  /** Coordinates of a point, 3 or 4 (default 3; example `4`, with a choice of which three are drawn). */
  dimensions?: 3 | 4;
  /** Names of the axes (default `['z₁', 'z₂', …]`; example `['PC 1', 'PC 2', 'PC 3']`). */
  axes?: readonly string[];
  /** Title above the chart (default none; example `'Torus data'`). */
  title?: string;
  /** Title of the legend of classes (default 'Digit'; example `'Object'`). */
  legend?: string;
}

const SUBSCRIPTS = '₁₂₃₄';

/**
 * Points in space at equal scale on all axes, to be turned with sliders or the pointer; near ones are large.
 * Of four coordinates a choice below the chart tells which three are drawn, the last of them upwards.
 * @param points [n, 3] or [n, 4] coordinates, with labels or a factor
 * @throws RangeError if a coordinate is not finite, or coordinates do not make rows
 * @example scatter3d({ points: codes, factor: { name: 'Phase', values: phases, period: 2 * Math.PI } })
 */
export function scatter3d(points: Points, options: Scatter3dOptions = {}): Chart {
  const { dimensions = 3, width = 420, height = 340, title, legend } = options;
  if (dimensions !== 3 && dimensions !== 4)
    throw new RangeError(`dimensions is ${dimensions}; expected 3 or 4`);
  const names = options.axes ?? Array.from({ length: dimensions }, (_, i) => `z${SUBSCRIPTS[i]}`);
  if (names.length !== dimensions)
    throw new RangeError(`there are ${names.length} names of axes for ${dimensions} coordinates`);
  const fields = names.map((_, i) => `c${i}`);
  const ends = fields.map((_, axis) =>
    range(Array.from(points.points).filter((_value, i) => i % dimensions === axis)),
  );
  const half = Math.max(...ends.map(([low, high]) => (high - low) / 2)) || 1;
  const middles = ends.map(([low, high]) => (low + high) / 2);
  const choices =
    dimensions === 3
      ? [[0, 1, 2]]
      : [
          [0, 1, 2],
          [0, 1, 3],
          [0, 2, 3],
          [1, 2, 3],
        ];
  const said = (choice: readonly number[]) => choice.map((axis) => names[axis]).join(', ');
  const reach = Math.SQRT2; // a corner of the cube turned to the side
  const eye = camera({ ...options, width, height }, { across: reach, up: 1 });
  // The k-th coordinate that is drawn, from −1 to 1.
  const drawn = (k: number) =>
    `[${fields.map((field, axis) => `(datum.${field} - ${middles[axis]}) / ${half}`)}][drawn[${k}]]`;
  const place = eye.see([drawn(0), drawn(1), drawn(2)]);
  const formulas = { sx: place.x, sy: place.y, depth: place.depth, near: eye.near('datum.depth') };
  return {
    $schema: 'https://vega.github.io/schema/vega/v5.json',
    config: vegaTheme,
    ...(title ? { title } : {}),
    width,
    height,
    padding: 8,
    signals: [
      ...(choices.length > 1
        ? [
            {
              name: 'projection',
              value: said(choices[0]),
              bind: { input: 'select', options: choices.map(said), name: '3-D: axes ' },
            },
          ]
        : [{ name: 'projection', value: said(choices[0]) }]),
      {
        name: 'drawn',
        update: `${JSON.stringify(choices)}[indexof(${JSON.stringify(choices.map(said))}, projection)]`,
      },
      { name: 'names', value: names },
      { name: 'pads', value: [[0, 0, width, height]] },
      ...eye.signals,
    ],
    data: [
      pointData('points', points, fields, [], decimalsFor([0, 2 * half])),
      {
        name: 'pointsSeen',
        source: 'points',
        transform: [
          ...Object.entries(formulas).map(([as, expr]) => ({ type: 'formula', as, expr })),
          { type: 'collect', sort: { field: 'depth' } },
        ],
      },
      cube(eye),
      {
        name: 'axes',
        values: [
          { k: 0, x: 1.12, y: -1, z: -1 },
          { k: 1, x: -1, y: 1.12, z: -1 },
          { k: 2, x: -1, y: -1, z: 1.1 },
        ],
        transform: Object.entries(eye.see(['datum.x', 'datum.y', 'datum.z'])).map(([as, expr]) => ({
          type: 'formula',
          as: `s${as}`,
          expr,
        })),
      },
    ],
    scales: colourScales(points),
    legends: colourLegend(points, legend),
    marks: [
      {
        type: 'rule',
        from: { data: 'cube' },
        interactive: false,
        encode: {
          enter: { stroke: { value: quiet }, strokeWidth: { value: 1 } },
          update: {
            x: { field: 'x1' },
            y: { field: 'y1' },
            x2: { field: 'x2' },
            y2: { field: 'y2' },
            opacity: { signal: 'datum.isAxis ? 0.9 : 0.28' },
          },
        },
      },
      dots(
        'pointsSeen',
        { scale: 'colour', field: colourField(points) },
        '0.35 + 0.55 * datum.near',
        points.labels ? { scale: 'shape', field: 'label' } : undefined,
      ),
      {
        type: 'text',
        from: { data: 'axes' },
        interactive: false,
        style: 'guide-title',
        encode: {
          enter: { align: { value: 'center' }, baseline: { value: 'middle' }, fontSize: { value: 13 } },
          update: {
            x: { field: 'sx' },
            y: { field: 'sy' },
            text: { signal: 'names[drawn[datum.k]]' },
          },
        },
      },
      turnPad({ width, height }),
    ],
  };
}

/** The twelve edges of the cube that holds the points; the three at its corner are the axes. */
function cube(eye: ReturnType<typeof camera>): Chart {
  const values = [0, 1, 2].flatMap((axis) =>
    [-1, 1].flatMap((a) =>
      [-1, 1].map((b) => {
        const end = (t: number) => [...[a, b].slice(0, axis), t, ...[a, b].slice(axis)];
        const [from, to] = [end(-1), end(1)];
        return {
          ax: from[0],
          ay: from[1],
          az: from[2],
          bx: to[0],
          by: to[1],
          bz: to[2],
          isAxis: a === -1 && b === -1,
        };
      }),
    ),
  );
  const ends = (['a', 'b'] as const).flatMap((end, i) => {
    const { x, y } = eye.see([`datum.${end}x`, `datum.${end}y`, `datum.${end}z`]);
    return [
      { type: 'formula', as: `x${i + 1}`, expr: x },
      { type: 'formula', as: `y${i + 1}`, expr: y },
    ];
  });
  return { name: 'cube', values, transform: ends };
}
