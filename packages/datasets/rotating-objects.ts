import { Random } from '@latent-torus/random';
import { expectList } from './expect';
import type { Images } from './images';
import { shrink } from './shrink';

/** A ball on the turntable: polar coordinates about its axis, height, radius and how light it is. */
interface Ball {
  from: number;
  angle: number;
  height: number;
  radius: number;
  grey: number;
}

/** The camera looks down on the turntable by so much, in radians. */
const TILT = 0.4;
/** Direction of the light: from the left, above, behind the camera. */
const LIGHT = [-0.4, 0.6, Math.sqrt(1 - 0.4 ** 2 - 0.6 ** 2)];

/**
 * Generated objects on a turntable, 72 poses of 5° each, that stand in for COIL-20: a few balls of different
 * size and grey, lit from one side. No object has a symmetry, so that each pose looks different.
 * @param objects numbers of the objects; the same number is the same object
 * @param size height and width of the images in pixels
 * @throws RangeError for a size that is not one, or more than 256 objects
 * @returns images [size, size] with a class for each object and the factor `pose` (period 2π)
 */
export function rotatingObjects(objects: readonly number[], size: number): Images {
  expectList('rotatingObjects', 'objects', objects, '[1, 2]');
  if (!Number.isInteger(size) || size < 1 || size > 1024) {
    throw new RangeError(
      `rotatingObjects: size is ${size}; expected a whole number of pixels from 1 to 1,024`,
    );
  }
  if (objects.length > 256)
    throw new RangeError(`rotatingObjects: ${objects.length} objects; expected at most 256`);
  const poses = 72;
  const count = objects.length * poses;
  const pixels = new Float32Array(count * size * size);
  const pose = Float32Array.from({ length: count }, (_, i) => (2 * Math.PI * (i % poses)) / poses);
  objects.forEach((object, label) => {
    const balls = ballsOf(object);
    for (let i = label * poses; i < (label + 1) * poses; i++) {
      // drawn twice as large, for smooth edges
      pixels.set(shrink(draw(balls, pose[i], 2 * size), 2 * size, 2), i * size * size);
    }
  });
  return {
    name: 'rotating objects (synthetic)',
    synthetic: true,
    count,
    shape: [size, size],
    pixels,
    labels: Uint8Array.from({ length: count }, (_, i) => Math.floor(i / poses)),
    classes: objects.map(String),
    factors: { pose: { values: pose, period: 2 * Math.PI } },
  };
}

function ballsOf(object: number): Ball[] {
  const random = new Random(`rotating object ${object}`);
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  return Array.from({ length: 6 }, (_, i) => ({
    from: i === 0 ? 0 : between(0.25, 0.6), // the first one in the middle, the others around it
    angle: 2 * Math.PI * random.uniform(),
    height: between(-0.45, 0.45),
    radius: between(0.15, 0.38),
    grey: between(0.4, 1),
  }));
}

/** An object turned by an angle, seen without perspective; the turntable is 2.2 wide: [side, side], 0 … 1. */
function draw(balls: readonly Ball[], turn: number, side: number): Float32Array {
  const pixels = new Float32Array(side * side);
  const nearest = new Float32Array(side * side).fill(-Infinity);
  const scale = side / 2.2;
  const [cos, sin] = [Math.cos(TILT), Math.sin(TILT)];
  for (const { from, angle, height, radius, grey } of balls) {
    const [x, z] = [from * Math.cos(angle + turn), from * Math.sin(angle + turn)];
    const [cx, cy, depth] = [
      side / 2 + scale * x,
      side / 2 - scale * (height * cos - z * sin),
      height * sin + z * cos,
    ];
    const reach = scale * radius;
    for (let row = Math.max(0, Math.floor(cy - reach)); row <= Math.min(side - 1, cy + reach); row++) {
      for (
        let column = Math.max(0, Math.floor(cx - reach));
        column <= Math.min(side - 1, cx + reach);
        column++
      ) {
        const [nx, ny] = [(column + 0.5 - cx) / reach, (cy - row - 0.5) / reach];
        const square = 1 - nx * nx - ny * ny;
        if (square <= 0) continue;
        const nz = Math.sqrt(square);
        const at = row * side + column;
        if (depth + radius * nz <= nearest[at]) continue;
        nearest[at] = depth + radius * nz;
        pixels[at] = grey * (0.25 + 0.75 * Math.max(0, nx * LIGHT[0] + ny * LIGHT[1] + nz * LIGHT[2]));
      }
    }
  }
  return pixels;
}
