// A torus of revolution in a chart that can be turned.
import { type Camera, type CameraOptions, camera, turnPad } from './camera';
import type { Chart } from './chart';
import { letterColour } from './palettes';
import { colourField, colourLegend, colourScales, pointData } from './point-data';
import type { Points } from './points';
import { vegaTheme } from './theme';

const TURN = 2 * Math.PI;
/** Radius of the tube's centre line and of the tube; the tube's inside stays visible from above. */
const [CENTRE, TUBE] = [2, 1];

export interface Torus3dOptions extends CameraOptions {
  /** Title above the chart (default none; example `'Test digits'`). */
  title?: string;
  /** Title of the legend of classes (default 'Digit'; example `'Letter'`). */
  legend?: string;
}

/**
 * Points on a torus in space, to be turned with sliders or the pointer; what is behind is small and pale.
 * Classes are drawn as their names, points with a factor as dots.
 * @param points [n, 2] angles in radians: θ₁ around the long way, θ₂ around the tube
 * @example torus3d({ points: angles, labels }, { width: 560, height: 400 })
 */
export function torus3d(points: Points, options: Torus3dOptions = {}): Chart {
  const { width = 420, height = 300, title, legend } = options;
  const { signals, data, marks } = torus3dParts('points', points, options);
  return {
    $schema: 'https://vega.github.io/schema/vega/v5.json',
    config: vegaTheme,
    ...(title ? { title } : {}),
    width,
    height,
    padding: 8,
    signals: [...signals, { name: 'pads', value: [[0, 0, width, height]] }],
    data: [pointData('points', points, ['t1', 't2']), ...data],
    scales: colourScales(points),
    legends: colourLegend(points, legend),
    marks,
  };
}

export interface Torus3dParts {
  signals: Chart[];
  data: Chart[];
  marks: Chart[];
}

export interface Torus3dExtras {
  /** A data set of the same fields, drawn as red letters. */
  letters?: string;
  /** Signals that switch either off. */
  shown?: { points: string; letters: string };
  /** Expressions of two angles that are ringed. */
  marker?: readonly [string, string];
  /** Where the part begins in the chart. */
  corner?: { left: string; top: string };
}

/**
 * Signals `yaw` and `pitch` with sliders, data sets and marks of a torus in space, for a chart that holds
 * the data set `name` (fields t1, t2, label, factor) and the scale `colour`.
 */
export function torus3dParts(
  name: string,
  points: Points,
  options: CameraOptions,
  { letters, shown, marker, corner }: Torus3dExtras = {},
): Torus3dParts {
  const eye = camera(options, { across: CENTRE + TUBE, up: TUBE }, corner);
  const project = (source: string): Chart => {
    const { x, y, depth, facing } = seen(eye, 'datum.t1', 'datum.t2');
    const formulas = Object.entries({ sx: x, sy: y, depth, facing, near: eye.near('datum.depth') });
    return {
      name: `${source}Seen`,
      source,
      transform: [
        ...formulas.map(([as, expr]) => ({ type: 'formula', as, expr })),
        { type: 'collect', sort: { field: 'depth' } },
      ],
    };
  };
  const visible = (on?: string) => `${on ? `!${on} ? 0 : ` : ''}datum.facing > 0 ? 0.95 : 0.22`;
  const signs = (source: string, on: string | undefined, fill: Chart): Chart => ({
    type: 'text',
    from: { data: `${source}Seen` },
    interactive: false,
    encode: {
      enter: {
        text: { field: 'label' },
        align: { value: 'center' },
        baseline: { value: 'middle' },
        fontWeight: { value: 'bold' },
        fill,
      },
      update: {
        x: { field: 'sx' },
        y: { field: 'sy' },
        fontSize: { signal: 'datum.facing > 0 ? 8 + 7 * datum.near : 6 + 4 * datum.near' },
        opacity: { signal: visible(on) },
      },
    },
  });
  const fill = { scale: 'colour', field: colourField(points) };
  return {
    signals: eye.signals,
    data: [mesh(eye), project(name), ...(letters ? [project(letters)] : [])],
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
      points.labels ? signs(name, shown?.points, fill) : dots(`${name}Seen`, fill, visible(shown?.points)),
      ...(letters ? [signs(letters, shown?.letters, { value: letterColour })] : []),
      ...(marker ? [ringAt(eye, marker)] : []),
      turnPad(options),
    ],
  };
}

/** Dots that are larger the nearer they are. */
export const dots = (source: string, fill: Chart, opacity: string, shape?: Chart): Chart => ({
  type: 'symbol',
  from: { data: source },
  interactive: false,
  encode: {
    enter: { fill, ...(shape ? { shape } : {}) },
    update: {
      x: { field: 'sx' },
      y: { field: 'sy' },
      size: { signal: '8 + 34 * datum.near * datum.near' },
      opacity: { signal: opacity },
    },
  },
});

/** A point of the torus as it is seen, and whether its side faces the viewer. */
function seen(eye: Camera, t1: string, t2: string) {
  const ring = `(${CENTRE} + ${TUBE} * cos(${t2}))`;
  return {
    ...eye.see([`${ring} * cos(${t1})`, `${ring} * sin(${t1})`, `${TUBE} * sin(${t2})`]),
    facing: eye.towards([`cos(${t2}) * cos(${t1})`, `cos(${t2}) * sin(${t1})`, `sin(${t2})`]),
  };
}

function ringAt(eye: Camera, [t1, t2]: readonly [string, string]): Chart {
  const { x, y, facing } = seen(eye, t1, t2);
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
function mesh(eye: Camera): Chart {
  const [around, tube] = [40, 20];
  const at = (du: number, dv: number) => {
    const { x, y } = seen(eye, `(datum.u + ${(du * TURN) / around})`, `(datum.v + ${(dv * TURN) / tube})`);
    return `round(10 * (${x})) / 10 + ',' + round(10 * (${y})) / 10`;
  };
  const middle = seen(eye, `(datum.u + ${Math.PI / around})`, `(datum.v + ${Math.PI / tube})`);
  const path = `'M' + ${at(0, 0)} + 'L' + ${at(1, 0)} + 'L' + ${at(1, 1)} + 'L' + ${at(0, 1)} + 'Z'`;
  return {
    name: 'mesh',
    transform: [
      { type: 'sequence', start: 0, stop: around * tube, as: 'i' },
      { type: 'formula', as: 'u', expr: `floor(datum.i / ${tube}) * ${TURN / around}` },
      { type: 'formula', as: 'v', expr: `(datum.i % ${tube}) * ${TURN / tube}` },
      { type: 'formula', as: 'facing', expr: middle.facing },
      { type: 'filter', expr: 'datum.facing > 0' },
      { type: 'formula', as: 'depth', expr: middle.depth },
      { type: 'formula', as: 'shade', expr: `hsl(215, 0.12, 0.80 + 0.16 * datum.facing) + ''` },
      { type: 'formula', as: 'path', expr: path },
      { type: 'collect', sort: { field: 'depth' } },
    ],
  };
}
