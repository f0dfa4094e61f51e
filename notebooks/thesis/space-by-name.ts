import { euclidean, heatKernelTorus, type LatentSpace, product } from 'latent-torus';
import { vonMisesFisherSphere } from './von-mises-fisher';

/** What stands for a space, by its first letter; the digit is its dimension. */
const makers: Readonly<Record<string, (dimensions: number) => LatentSpace | undefined>> = {
  r: (dimensions) => euclidean(dimensions),
  t: (dimensions) => heatKernelTorus(dimensions),
  s: (dimensions) =>
    dimensions === 1 ? heatKernelTorus(1) : dimensions === 2 ? vonMisesFisherSphere() : undefined,
};

/**
 * A product of latent spaces by a short name: 's1,r2' is a circle times a plane. `r` and a number is a flat space, `t` a torus, `s1`
 * a circle, `s2` a sphere; circles and tori have heat kernels, the sphere a von Mises–Fisher posterior, all of them uniform priors.
 * @throws RangeError that names the part that is none
 */
export function spaceByName(name: string): LatentSpace {
  const parts = name.split(',').map((part) => {
    const [, letter, digits] = /^\s*([rst])([1-9]\d*)\s*$/.exec(part) ?? [];
    const space = letter && makers[letter](Number(digits));
    if (!space)
      throw new RangeError(
        `spaceByName('${name}'): '${part}' is not a space; expected r1, r2, …, s1, s2, t1, t2, …`,
      );
    return space;
  });
  return parts.length === 1 ? parts[0] : product(...parts);
}
