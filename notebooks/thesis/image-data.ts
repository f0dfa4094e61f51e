// The data of the thesis' chapter 10: images that one circular factor tells apart.
import { coil20, type Images, landscape, pixelShifts, type Samples } from '@latent-torus/datasets';

/**
 * A drawn landscape of 64 × 64 pixels, or smaller by area averaging, shifted by 0, 1, 2 … pixels round and round: thesis, (10.1).
 * The thesis does not give its image; this one is drawn for the course and so not marked as a stand-in.
 * @param side 16, 32 or 64
 */
export function shiftedImages(side: 16 | 32 | 64 = 64): Samples {
  if (![16, 32, 64].includes(side))
    throw new RangeError(`shiftedImages: side is ${side}; expected 16, 32 or 64`);
  const whole = landscape();
  const factor = 64 / side;
  const pixels = Float32Array.from({ length: side * side }, (_, at) => {
    const corner = Math.floor(at / side) * factor * 64 + (at % side) * factor;
    let sum = 0;
    for (let y = 0; y < factor; y++)
      for (let x = 0; x < factor; x++) sum += whole.pixels[corner + 64 * y + x];
    return sum / factor ** 2;
  });
  const shifted = pixelShifts({ ...whole, shape: [side, side], pixels });
  return { ...shifted, name: 'shifted landscape', synthetic: false };
}

/** The object of chapter 10.2: COIL-20's first, a rubber duck, which looks different from every side. */
export const duck = 1;

/** An object of COIL-20 in 72 poses. */
export const objectImages = (side: 32 | 64 | 128 = 32, object = duck): Promise<Images> =>
  coil20({ object, size: side });
