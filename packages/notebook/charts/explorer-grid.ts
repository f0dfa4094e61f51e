/** What an explorer moves over. */
export type ExplorerSpace = 'plane' | 'circle' | 'torus' | 'slider';

/** Where the places of a space begin and end by default. */
export const defaultDomain: Readonly<Record<ExplorerSpace, readonly [number, number]>> = {
  plane: [-3, 3],
  circle: [-Math.PI, Math.PI],
  torus: [-Math.PI, Math.PI],
  slider: [0, 1],
};

/** Whether places are a square of `side` × `side` cells rather than a row. */
export const isSquare = (space: ExplorerSpace): boolean => space === 'plane' || space === 'torus';

/**
 * The places that an explorer shows, to be decoded: of plane and torus [side · side, 2], centres of cells row
 * by row from the top left; of a circle [side] angles, centres of arcs; of a slider [side] from its first to
 * its last value.
 * @param domain ends of both axes, or of the slider (default: plane −3 to 3, slider 0 to 1; circle and torus
 *   always go around)
 * @throws RangeError if side is not a whole number, or the domain not a range
 * @example decodeMean(model, tf.tensor2d(explorerGrid(24, 'plane'), [24 * 24, 2]))
 */
export function explorerGrid(
  side: number,
  space: ExplorerSpace = 'torus',
  domain: readonly [number, number] = defaultDomain[space],
): Float32Array {
  if (!Number.isInteger(side) || side < 1)
    throw new RangeError(`side is ${side}; expected a whole number from 1`);
  if (!(domain?.[1] > domain[0]))
    throw new RangeError(`the domain is ${domain}; expected a number and a greater one`);
  const [low, high] = domain;
  const step = (high - low) / side;
  if (space === 'slider')
    return Float32Array.from({ length: side }, (_, k) => low + (k * (high - low)) / Math.max(1, side - 1));
  if (space === 'circle') return Float32Array.from({ length: side }, (_, k) => low + (k + 0.5) * step);
  return Float32Array.from({ length: 2 * side * side }, (_, k) => {
    const i = k >> 1;
    return k % 2 ? high - (Math.floor(i / side) + 0.5) * step : low + ((i % side) + 0.5) * step;
  });
}
