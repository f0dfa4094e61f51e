// How far the classes of digits lie apart in a latent space: what the notebooks on figures 1 and 2 measure.
import type { Images } from '@latent-torus/datasets';
import { cached } from '@latent-torus/node';
import { mean } from 'd3-array';
import { type Geometry, nearest, neighbourAccuracy, silhouette, tf, vote } from 'latent-torus';
import { classCircles } from './circular';

/** Of points with classes, in the space's own distance. */
export interface Separation {
  /** How often the majority of the ten nearest others has a point's own class. */
  readonly accuracy: number;
  /** The mean silhouette. */
  readonly silhouette: number;
  /** The accuracy for each class alone. */
  readonly recall: readonly number[];
  /** Of the neighbours of another class among the ten nearest, the share of each: [class][class of the neighbour]. */
  readonly strangers: readonly (readonly number[])[];
}

/** Measures the separation of encodings [count, coordinates]; the result is kept on disk. */
export const separation = (
  space: Geometry,
  points: tf.Tensor2D,
  { labels, classes }: Images,
): Promise<Separation> =>
  cached(
    { name: 'torus-separation', inputs: { space: space.name, points, labels }, code: module },
    async () => {
      const { index, distance } = await nearest(space, points, points, 10, { leaveOut: true });
      const voted = vote(index, labels);
      const counts = classes.map(() => new Array<number>(classes.length).fill(0));
      (index.arraySync() as number[][]).forEach((row, i) => {
        for (const j of row) if (labels[j] !== labels[i]) counts[labels[i]][labels[j]]++;
      });
      tf.dispose([index, distance]);
      const hits = classes.map((_, label) => {
        const own = [...labels.keys()].filter((i) => labels[i] === label);
        return mean(own, (i) => Number(voted[i] === label)) ?? 0;
      });
      const shares = counts.map((row) =>
        row.map(
          (count) =>
            count /
            Math.max(
              1,
              row.reduce((a, b) => a + b),
            ),
        ),
      );
      return {
        accuracy: await neighbourAccuracy(space, points, labels),
        silhouette: await silhouette(space, points, labels),
        recall: hits,
        strangers: shares,
      } as never;
    },
  );

/** The share of points that are nearer to the centre of another class than to that of their own, on a torus. */
export async function nearerToAnother(
  space: Geometry,
  points: tf.Tensor2D,
  { labels, classes }: Images,
): Promise<number> {
  const { centres } = classCircles(points, labels, classes.length);
  const { index, distance } = await nearest(space, points, centres, 1);
  const own = index.dataSync();
  tf.dispose([centres, index, distance]);
  return labels.reduce((sum, label, i) => sum + Number(own[i] !== label), 0) / labels.length;
}
