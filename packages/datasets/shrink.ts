/**
 * A square image made smaller by area averaging: each pixel is the mean of a square of pixels.
 * @param pixels [side, side]
 * @param factor how many times smaller, a divisor of `side`
 * @returns [side / factor, side / factor]
 */
export function shrink(pixels: ArrayLike<number>, side: number, factor: number): Float32Array {
  const small = side / factor;
  const mean = new Float32Array(small * small);
  for (let at = 0; at < mean.length; at++) {
    const corner = Math.floor(at / small) * factor * side + (at % small) * factor;
    let sum = 0;
    for (let y = 0; y < factor; y++) {
      for (let x = 0; x < factor; x++) sum += pixels[corner + y * side + x];
    }
    mean[at] = sum / (factor * factor);
  }
  return mean;
}
