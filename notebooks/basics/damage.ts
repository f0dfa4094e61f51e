import type { Images } from '@latent-torus/datasets';
import { Random } from '@latent-torus/random';

/** How an image is damaged. */
export type Damage = 'gap' | 'dot' | 'upside down';

/**
 * Damaged copies of images: a `gap` of 4 × 4 pixels torn into the ink, a `dot` of 3 × 3 bright pixels off the ink, or
 * turned `upside down` (by 180°). Where there is a choice, a seed decides.
 */
export function damaged(images: Images, damage: Damage, seed = 1): Images {
  const [height, width] = images.shape;
  const size = height * width;
  const random = new Random(`${damage} ${seed}`);
  const pixels = Float32Array.from(images.pixels);
  for (let image = 0; image < images.count; image++) {
    const own = pixels.subarray(image * size, (image + 1) * size);
    if (damage === 'upside down') own.reverse();
    else {
      const side = damage === 'gap' ? 4 : 3;
      const corner = placeFor(own, { damage, side, width, height }, random);
      for (let i = 0; i < side * side; i++)
        own[corner + Math.floor(i / side) * width + (i % side)] = damage === 'gap' ? 0 : 1;
    }
  }
  return { ...images, name: `${images.name}, ${damage}`, pixels };
}

interface Patch {
  readonly damage: Damage;
  readonly side: number;
  readonly width: number;
  readonly height: number;
}

/** The corner of a patch that covers much ink (gap) or none (dot), of those that do drawn at random. */
function placeFor(image: Float32Array, { damage, side, width, height }: Patch, random: Random): number {
  const corners: { corner: number; ink: number }[] = [];
  for (let row = 3; row + side <= height - 3; row++) {
    for (let column = 3; column + side <= width - 3; column++) {
      const corner = row * width + column;
      let ink = 0;
      for (let i = 0; i < side * side; i++) ink += image[corner + Math.floor(i / side) * width + (i % side)];
      corners.push({ corner, ink });
    }
  }
  const values = corners.map(({ ink }) => ink);
  const wanted = damage === 'gap' ? 0.8 * Math.max(...values) : Math.min(...values);
  const fit = corners.filter(({ ink }) => (damage === 'gap' ? ink >= wanted : ink <= wanted));
  return fit[random.integer(fit.length)].corner;
}
