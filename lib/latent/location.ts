import type { tf } from '../tf';
import type { Geometry } from './geometry';
import type { Posterior } from './latent-space';

/** How an encoder says where a posterior lies. */
export interface Location {
  readonly name: string;
  /** What the encoder has to put out. */
  heads(geometry: Geometry): Readonly<Record<string, number>>;
  /** The point that it means: [..., coordinates]. */
  point(geometry: Geometry, posterior: Posterior): tf.Tensor;
}

/** The coordinates themselves, unbounded numbers: on a torus, angles that can wind round more than once. */
export const byNumber: Location = {
  name: 'number',
  heads: ({ coordinates }) => ({ mean: coordinates }),
  point: (_, { mean }) => mean,
};

/**
 * Features of any length, of which the nearest point is taken: on a torus a direction in the plane for each angle. So the
 * encoder has no seam to jump over.
 */
export const byDirection: Location = {
  name: 'direction',
  heads: ({ features }) => ({ direction: features }),
  point: (geometry, { direction }) => geometry.project(direction),
};
