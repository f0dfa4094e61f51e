// The maps of the thesis' chapters 9 to 11 between latent spaces of several models, all fitted and measured.
import { seedFor } from '@latent-torus/random';
import {
  type GenerativeModel,
  type MapFamily,
  matrixMap,
  projectedMatrixMap,
  type ReduceOptions,
  type Reduction,
  reduce,
  rotationMap,
  type Tolerance,
  unrelatedTolerance,
} from 'latent-torus';

/** Maps from one model's latent space to another's: some repetitions, and what a map that knows nothing would reach. */
export interface SpaceMap {
  readonly from: string;
  readonly to: string;
  readonly family: string;
  readonly repetitions: readonly Reduction[];
  readonly unrelated: Tolerance;
}

/** Table 9.1, (11.12), (11.13): a matrix into a plane, a rotation onto a circle, matrix and projection onto a torus. */
export function familyBetween(from: GenerativeModel, to: GenerativeModel): MapFamily {
  if (to.space.volume === Infinity) return matrixMap;
  return to.space.dimensions === 1 && from.space.features === 2 ? rotationMap : projectedMatrixMap;
}

/**
 * Fits the maps between all pairs of models, in both directions.
 * @param models by the name of their latent spaces
 * @param repetitions how often each is fitted, from other starts
 */
export async function mapsBetween(
  models: Readonly<Record<string, GenerativeModel>>,
  repetitions: number,
  options: ReduceOptions = {},
): Promise<SpaceMap[]> {
  const maps: SpaceMap[] = [];
  for (const [from, source] of Object.entries(models)) {
    for (const [to, target] of Object.entries(models)) {
      if (from === to) continue;
      const family = familyBetween(source, target);
      const found: Reduction[] = [];
      for (let i = 0; i < repetitions; i++) {
        const seed = seedFor(options.seed ?? 0, `${from} to ${to}, ${i}`) >>> 0;
        found.push(await reduce(source, target, family, { execution: 'graph', ...options, seed }));
      }
      maps.push({
        from,
        to,
        family: family.name,
        repetitions: found,
        unrelated: unrelatedTolerance(source, target),
      });
    }
  }
  return maps;
}

/** The repetition with the least ∆. */
export const bestOf = ({ repetitions }: SpaceMap): Reduction =>
  repetitions.reduce((best, one) => (one.delta.value < best.delta.value ? one : best));
