import { join } from 'node:path';
import { dataFolder } from '@latent-torus/settings';
import { download } from './download';
import { DataError, reasonOf } from './errors';
import { expectOneOf, expectOptions } from './expect';
import { homes } from './homes';
import type { Images } from './images';
import { isFile } from './is-file';
import { rotatingObjects } from './rotating-objects';
import { shrink } from './shrink';
import { orStandIn } from './stand-in';
import type { Zip } from './zip';

export interface Coil20Options {
  /** Which object, 1 … 20; by default all of them. Example: 4 */
  object?: number;
  /** Height and width in pixels, 32, 64 or 128 (as published); by default 32. */
  size?: 32 | 64 | 128;
}

type Decode = typeof import('fast-png').decode;

const POSES = 72;
const SIDE = 128;
const allObjects = Array.from({ length: 20 }, (_, i) => i + 1);
const nameOf = (object: number, pose: number): string => `coil-20-proc/obj${object}__${pose}.png`;

/**
 * COIL-20: grey photographs of 20 objects, each turned on a turntable in 72 steps of 5° (Nene, Nayar and Murase
 * 1996, processed images), made smaller by area averaging. Read from `coil20/coil-20-proc.zip` in the data
 * folder, downloaded there if missing; where neither can be had, generated objects stand in, with a notice.
 * @returns images in the order of object and pose, 0 … 1, with a class for each object ('1' to '20') and the
 *   factor `pose` (period 2π)
 * @throws RangeError for an option that there is not; DataError if the file is damaged
 */
export async function coil20(options: Coil20Options = {}): Promise<Images> {
  expectOptions('coil20', options, ['object', 'size']);
  const { object, size = 32 } = options;
  expectOneOf('coil20', 'size', size, [32, 64, 128]);
  if (object !== undefined) expectOneOf('coil20', 'object', object, allObjects);
  const objects = object === undefined ? allObjects : [object];
  const name = object === undefined ? 'COIL-20' : `COIL-20 object ${object}`;
  return orStandIn(
    name,
    () => load(name, objects, size),
    () => rotatingObjects(objects, size),
  );
}

async function load(name: string, objects: readonly number[], size: number): Promise<Images> {
  const path = join(dataFolder(), 'coil20', 'coil-20-proc.zip');
  const { withZipFile } = require('./zip-file') as typeof import('./zip-file'); // only now: zip.js is large
  if (!isFile(path)) {
    await download(homes.coil20, path, {
      atMost: 100e6, // some 12 MB, however packed
      check: async (part) => {
        await withZipFile(part, (zip) => read(zip, part, allObjects, SIDE));
        return undefined;
      },
    });
  }
  const pixels = await withZipFile(path, (zip) => read(zip, path, objects, size));
  const count = objects.length * POSES;
  return {
    name,
    synthetic: false,
    count,
    shape: [size, size],
    pixels,
    labels: Uint8Array.from({ length: count }, (_, i) => Math.floor(i / POSES)),
    classes: objects.map(String),
    factors: {
      pose: {
        values: Float32Array.from({ length: count }, (_, i) => (2 * Math.PI * (i % POSES)) / POSES),
        period: 2 * Math.PI,
      },
    },
  };
}

/** The images of some objects, 0 … 1: [objects × 72, size, size]. Checks the names of all. */
async function read(zip: Zip, path: string, objects: readonly number[], size: number): Promise<Float32Array> {
  const wrong = (found: string, expected: string): DataError =>
    new DataError(`${path}: ${found}; expected ${expected}. Is it another zip, or damaged? Delete it.`);
  const expected = allObjects.flatMap((object) => Array.from({ length: POSES }, (_, i) => nameOf(object, i)));
  const found = new Set(zip.names.filter((name) => name.endsWith('.png')));
  const missing = expected.find((name) => !found.has(name));
  if (missing) throw wrong(`no entry ${missing}`, `1,440 images of 20 objects in 72 poses`);
  if (found.size !== expected.length) throw wrong(`${found.size} images`, `${expected.length}`);

  const png = await import('fast-png');
  const pixels = new Float32Array(objects.length * POSES * size * size);
  for (let i = 0; i < objects.length * POSES; i++) {
    const name = nameOf(objects[Math.floor(i / POSES)], i % POSES);
    const content = await zip.content(name, 2 * SIDE * SIDE);
    const { width, height, channels, depth, data } = decoded(png.decode, content, (reason) =>
      wrong(`${name}: ${reason}`, 'a PNG'),
    );
    if (width !== SIDE || height !== SIDE || channels !== 1 || depth !== 8) {
      const shape = `${height} × ${width} pixels of ${channels} channels and ${depth} bits`;
      throw wrong(`${name}: ${shape}`, `${SIDE} × ${SIDE} grey pixels of 8 bits`);
    }
    pixels.set(shrink(data, SIDE, SIDE / size), i * size * size);
  }
  return pixels.map((value) => value / 255);
}

function decoded(
  decode: Decode,
  content: Uint8Array,
  wrong: (reason: string) => DataError,
): ReturnType<Decode> {
  try {
    return decode(content, { checkCrc: true });
  } catch (error) {
    throw wrong(reasonOf(error));
  }
}
