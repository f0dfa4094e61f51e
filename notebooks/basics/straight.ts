import { check, isCount } from 'latent-torus';

/**
 * Points on the straight line from a to b: (1 − α) a + α b for α in even steps from 0 to 1. Report 2, section 2.
 * @param count of points, 2 or more, both ends included
 */
export function straight(a: readonly number[], b: readonly number[], count: number): number[][] {
  check('count', count, isCount(count) && count >= 2, 'a whole number of points, 2 or more');
  check('b', b, b.length === a.length, `${a.length} coordinates, as a has`);
  return Array.from({ length: count }, (_, k) => {
    const alpha = k / (count - 1);
    return a.map((value, i) => (1 - alpha) * value + alpha * b[i]);
  });
}
