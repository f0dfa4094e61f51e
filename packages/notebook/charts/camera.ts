// Points in space in a chart that can be turned: projection by expressions of Vega, without a kernel.
import type { Chart } from './chart';

export interface CameraOptions {
  /** Width in pixels (default 420; example `560`). */
  width?: number;
  /** Height in pixels (default 300; example `400`). */
  height?: number;
  /** First turn about the vertical axis in radians (default 0.6; example `0`). */
  yaw?: number;
  /** First tilt towards the viewer in radians, 0 … 1.1 (default 0.75; example `0.4`). */
  pitch?: number;
}

/** The greatest tilt, in radians; the picture has room for it. */
export const TILT = 1.1;

/** A camera on a part of a chart. Places and directions are expressions of Vega. */
export interface Camera {
  /** `yaw` and `pitch` with sliders, turned by dragging as well, by mouse or finger. */
  readonly signals: Chart[];
  /** Where a place of the world is seen: pixels, and a depth that grows towards the viewer. */
  see(place: readonly [x: string, y: string, z: string]): { x: string; y: string; depth: string };
  /** How far a direction of the world points towards the viewer. */
  towards(direction: readonly [x: string, y: string, z: string]): string;
  /** From 0, farthest, to 1, nearest. */
  near(depth: string): string;
}

/**
 * A camera that turns about the vertical axis and tilts.
 * @param options size and first direction
 * @param reach how far the world reaches across, and how far up, in its own units
 * @param corner expressions of where the part begins in the chart, as dragging is told by the whole chart's
 *   coordinates
 * @throws RangeError if yaw or pitch is not an angle in its range
 */
export function camera(
  { width = 420, height = 300, yaw = 0.6, pitch = 0.75 }: CameraOptions,
  reach: { across: number; up: number },
  corner: { left: string; top: string } = { left: '0', top: '0' },
): Camera {
  if (!Number.isFinite(yaw)) throw new RangeError(`yaw is ${yaw}; expected an angle in radians`);
  if (!(pitch >= 0 && pitch <= TILT))
    throw new RangeError(`pitch is ${pitch}; expected an angle from 0 to ${TILT} radians`);
  const margin = 18; // for the signs at the rim
  const unit = Math.min(
    (width - margin) / (2 * reach.across),
    (height - margin) / (2 * (reach.across * Math.sin(TILT) + reach.up * Math.cos(TILT))),
    (height - margin) / (2 * Math.hypot(reach.across, reach.up) * 0.98),
  );
  const far = Math.hypot(reach.across, reach.up);
  const inside = `inrange(x() - (${corner.left}), [0, ${width}]) && inrange(y() - (${corner.top}), [0, ${height}])`;
  const wrapped = (angle: string) =>
    `round(100 * (${angle} - 2 * PI * floor((${angle} + PI) / (2 * PI)))) / 100`;
  const held = { events: 'pointermove', update: '' };
  const slider = (min: number, max: number, name: string) => ({ input: 'range', min, max, step: 0.01, name });
  const dragged = (update: string, own: string) => [
    { ...held, update: `grip && event.buttons ? ${update} : ${own}` },
  ];
  const away = ([x, y]: readonly string[]) => `((${x}) * sin(yaw) + (${y}) * cos(yaw))`;
  return {
    signals: [
      {
        // Where the pointer went down in this part, with the angles then; the place is asked of the coordinates,
        // as a finger gives Vega no mark below it.
        name: 'grip',
        value: null,
        on: [
          { events: 'pointerdown', update: `${inside} ? [x(), y(), yaw, pitch] : null` },
          { events: 'pointerup', update: 'null' },
        ],
      },
      {
        name: 'yaw',
        value: yaw,
        bind: slider(-3.14, 3.14, '3-D: turn '),
        on: dragged(wrapped('(grip[2] + (x() - grip[0]) / 90)'), 'yaw'),
      },
      {
        name: 'pitch',
        value: pitch,
        bind: slider(0, TILT, '3-D: tilt '),
        on: dragged(`round(100 * clamp(grip[3] + (y() - grip[1]) / 120, 0, ${TILT})) / 100`, 'pitch'),
      },
    ],
    see: (place) => ({
      x: `${width / 2} + ${unit.toFixed(2)} * ((${place[0]}) * cos(yaw) - (${place[1]}) * sin(yaw))`,
      y: `${height / 2} - ${unit.toFixed(2)} * ((${place[2]}) * cos(pitch) + ${away(place)} * sin(pitch))`,
      depth: `((${place[2]}) * sin(pitch) - ${away(place)} * cos(pitch))`,
    }),
    towards: (direction) => `((${direction[2]}) * sin(pitch) - ${away(direction)} * cos(pitch))`,
    near: (depth) => `clamp((${depth} / ${far.toFixed(3)} + 1) / 2, 0, 1)`,
  };
}

/** A clear area over a camera's part, so that the pointer shows that it can be turned. */
export const turnPad = ({ width = 420, height = 300 }: CameraOptions): Chart => ({
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
});
