// A torus of revolution in a chart that can be turned: projection by expressions of Vega, without a kernel.
import type { Chart } from './chart';
import { digitColours, letterColour } from './palettes';
import { classNames, digits as digitNames, type Points } from './points';
import { fontFamily } from './theme';

const TURN = 2 * Math.PI;
/** Radius of the tube's centre line and of the tube; the tube's inside stays visible from above. */
const [CENTRE, TUBE] = [2, 1];
/** The greatest tilt, in radians; the picture has room for it. */
const TILT = 1.1;

export interface Torus3dOptions {
  /** Width and height in pixels (default 420 × 300). */
  width?: number;
  height?: number;
  /** First turn about the vertical axis and tilt towards the viewer, in radians (default 0.6 and 0.75). */
  yaw?: number;
  pitch?: number;
}

/** Points on a torus in space, to be turned with sliders or the pointer; what is behind is small and pale. */
export function torus3d(points: Points, options: Torus3dOptions = {}): Chart {
  const { width = 420, height = 300 } = options;
  const { signals, data, marks } = torus3dParts('points', options);
  return {
    $schema: 'https://vega.github.io/schema/vega/v5.json',
    config: vegaTheme,
    width,
    height,
    padding: 8,
    signals,
    data: [pointData('points', points), ...data],
    scales: [classScale(points.classes)],
    marks,
  };
}

/** The look of the course's theme for a chart in Vega, which has no font for all. */
export const vegaTheme: Chart = {
  background: 'white',
  text: { font: fontFamily, fontSize: 12, fill: '#2b2b2b' },
  title: { font: fontFamily, subtitleFont: fontFamily },
  axis: {
    labelFont: fontFamily,
    titleFont: fontFamily,
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    labelColor: '#2b2b2b',
    titleColor: '#2b2b2b',
    domainColor: '#8c8c8c',
    tickColor: '#8c8c8c',
    tickSize: 4,
    titlePadding: 8,
  },
};

/** Points as columns, which `flatten` takes apart: fields t1, t2 (radians), label. */
export function pointData(name: string, points: Points, transform: Chart[] = []): Chart {
  const count = points.points.length / 2;
  const angle = (axis: number) =>
    Array.from({ length: count }, (_, i) => {
      const value = points.points[2 * i + axis];
      if (!Number.isFinite(value))
        throw new RangeError(`angle ${axis + 1} of point ${i} is ${value}; a chart needs finite numbers`);
      return Number(value.toFixed(2));
    });
  const label = classNames(points, count) ?? Array<string>(count).fill('');
  const fields = ['t1', 't2', 'label'];
  return {
    name,
    values: [{ t1: angle(0), t2: angle(1), label }],
    transform: [{ type: 'flatten', fields }, ...transform],
  };
}

/** The colours of classes. */
export const classScale = (classes: readonly string[] = digitNames): Chart => ({
  name: 'classes',
  type: 'ordinal',
  domain: classes,
  range: classes.map((_, i) => digitColours[i % digitColours.length]),
});

export interface Torus3dParts {
  signals: Chart[];
  data: Chart[];
  marks: Chart[];
}

/**
 * Expressions for a point of the torus as it is seen: place on the screen, depth, and whether its side
 * faces the viewer.
 */
function seen(t1: string, t2: string, { width = 420, height = 300 }: Torus3dOptions) {
  const margin = 18; // for the signs at the rim
  const unit = Math.min(
    (width - margin) / (2 * (CENTRE + TUBE)),
    (height - margin) / (2 * (CENTRE * Math.sin(TILT) + TUBE)),
  );
  const ring = `(${CENTRE} + ${TUBE} * cos(${t2}))`;
  const [across, away, up] = [
    `${ring} * cos(${t1} + yaw)`,
    `${ring} * sin(${t1} + yaw)`,
    `${TUBE} * sin(${t2})`,
  ];
  return {
    x: `${width / 2} + ${unit.toFixed(2)} * ${across}`,
    y: `${height / 2} - ${unit.toFixed(2)} * (${up} * cos(pitch) + ${away} * sin(pitch))`,
    depth: `${up} * sin(pitch) - ${away} * cos(pitch)`, // larger is nearer
    facing: `sin(${t2}) * sin(pitch) - cos(${t2}) * sin(${t1} + yaw) * cos(pitch)`, // outward normal · towards the viewer
  };
}

/**
 * Signals `yaw` and `pitch` with sliders, data sets and marks of a torus in space, for a chart that holds
 * `points` (fields t1, t2, label) and the scale `classes`.
 * @param letters a data set of the same fields, drawn as letters; `shown` names signals that switch either
 *   off;
 *   `marker` gives the expressions of two angles that are ringed
 */
export function torus3dParts(
  points: string,
  options: Torus3dOptions,
  {
    letters,
    shown,
    marker,
  }: { letters?: string; shown?: { points: string; letters: string }; marker?: [string, string] } = {},
): Torus3dParts {
  const { width = 420, height = 300, yaw = 0.6, pitch = 0.75 } = options;
  const project = (name: string, source: string): Chart => {
    const { x, y, depth, facing } = seen('datum.t1', 'datum.t2', options);
    const formulas = Object.entries({ sx: x, sy: y, depth, facing }).map(([as, expr]) => ({
      type: 'formula',
      as,
      expr,
    }));
    const near = `(datum.depth + ${CENTRE + TUBE}) / ${2 * (CENTRE + TUBE)}`;
    return {
      name,
      source,
      transform: [
        ...formulas,
        { type: 'formula', as: 'near', expr: near },
        { type: 'collect', sort: { field: 'depth' } },
      ],
    };
  };
  const drag = '[@turn:pointerdown, pointerup] > pointermove[event.buttons]';
  const slider = (min: number, max: number, label: string) => ({
    input: 'range',
    min,
    max,
    step: 0.01,
    name: label,
  });
  const wrap = (angle: string) =>
    `round(100 * (${angle} - 2 * PI * floor((${angle} + PI) / (2 * PI)))) / 100`;
  const signs = (source: string, on: string | undefined, fill: Chart, weight: string): Chart => ({
    type: 'text',
    from: { data: source },
    interactive: false,
    encode: {
      enter: {
        text: { field: 'label' },
        align: { value: 'center' },
        baseline: { value: 'middle' },
        fontWeight: { value: weight },
        fill,
      },
      update: {
        x: { field: 'sx' },
        y: { field: 'sy' },
        fontSize: { signal: `datum.facing > 0 ? 8 + 7 * datum.near : 6 + 4 * datum.near` },
        opacity: { signal: `${on ? `!${on} ? 0 : ` : ''}datum.facing > 0 ? 0.95 : 0.22` },
      },
    },
  });
  return {
    signals: [
      {
        name: 'grip',
        value: [0, 0, 0, 0],
        on: [{ events: '@turn:pointerdown', update: '[x(), y(), yaw, pitch]' }],
      },
      {
        name: 'yaw',
        value: yaw,
        bind: slider(-3.14, 3.14, '3-D: turn '),
        on: [{ events: drag, update: wrap('(grip[2] + (x() - grip[0]) / 90)') }],
      },
      {
        name: 'pitch',
        value: pitch,
        bind: slider(0, TILT, '3-D: tilt '),
        on: [
          { events: drag, update: `round(100 * clamp(grip[3] + (y() - grip[1]) / 120, 0, ${TILT})) / 100` },
        ],
      },
    ],
    data: [
      mesh(options),
      project(`${points}Seen`, points),
      ...(letters ? [project(`${letters}Seen`, letters)] : []),
    ],
    marks: [
      {
        type: 'path',
        from: { data: 'mesh' },
        interactive: false,
        encode: {
          update: {
            path: { field: 'path' },
            fill: { field: 'shade' },
            stroke: { value: 'white' },
            strokeWidth: { value: 0.7 },
          },
        },
      },
      signs(`${points}Seen`, shown?.points, { scale: 'classes', field: 'label' }, 'bold'),
      ...(letters ? [signs(`${letters}Seen`, shown?.letters, { value: letterColour }, 'bold')] : []),
      ...(marker ? [ringAt(marker, options)] : []),
      {
        type: 'rect',
        name: 'turn',
        encode: {
          enter: {
            width: { value: width },
            height: { value: height },
            fill: { value: 'transparent' },
            cursor: { value: 'grab' },
          },
        },
      },
    ],
  };
}

function ringAt([t1, t2]: [string, string], options: Torus3dOptions): Chart {
  const { x, y, facing } = seen(t1, t2, options);
  return {
    type: 'symbol',
    interactive: false,
    encode: {
      enter: {
        fill: { value: 'transparent' },
        stroke: { value: '#111111' },
        strokeWidth: { value: 2.4 },
        size: { value: 260 },
      },
      update: { x: { signal: x }, y: { signal: y }, opacity: { signal: `${facing} > 0 ? 1 : 0.35` } },
    },
  };
}

/** The surface as patches that face the viewer, the farthest first, lit from where the viewer is. */
function mesh(options: Torus3dOptions): Chart {
  const [around, tube] = [40, 20];
  const at = (du: number, dv: number) => {
    const { x, y } = seen(
      `(datum.u + ${(du * TURN) / around})`,
      `(datum.v + ${(dv * TURN) / tube})`,
      options,
    );
    return `round(10 * (${x})) / 10 + ',' + round(10 * (${y})) / 10`;
  };
  const { depth, facing } = seen(`(datum.u + ${Math.PI / around})`, `(datum.v + ${Math.PI / tube})`, options);
  const path = `'M' + ${at(0, 0)} + 'L' + ${at(1, 0)} + 'L' + ${at(1, 1)} + 'L' + ${at(0, 1)} + 'Z'`;
  return {
    name: 'mesh',
    transform: [
      { type: 'sequence', start: 0, stop: around * tube, as: 'i' },
      { type: 'formula', as: 'u', expr: `floor(datum.i / ${tube}) * ${TURN / around}` },
      { type: 'formula', as: 'v', expr: `(datum.i % ${tube}) * ${TURN / tube}` },
      { type: 'formula', as: 'facing', expr: facing },
      { type: 'filter', expr: 'datum.facing > 0' },
      { type: 'formula', as: 'depth', expr: depth },
      { type: 'formula', as: 'shade', expr: `hsl(215, 0.12, 0.80 + 0.16 * datum.facing) + ''` },
      { type: 'formula', as: 'path', expr: path },
      { type: 'collect', sort: { field: 'depth' } },
    ],
  };
}
