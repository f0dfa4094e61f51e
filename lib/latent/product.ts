import { tf } from '../tf';
import { norm } from './geometry';
import type { LatentSpace, Posterior } from './latent-space';

/**
 * The product of latent spaces, such as a circle × a plane: a point has the coordinates of each part, one after another;
 * posteriors and priors are independent, distances add in squares. The heads of part i are called `i.mean` and so on.
 * @throws RangeError without a part
 */
export function product(...parts: LatentSpace[]): LatentSpace {
  if (!parts.length) throw new RangeError('product(): expected one latent space or more');
  type Size = 'coordinates' | 'features' | 'noise';
  const total = (size: Size | 'dimensions') => parts.reduce((sum, part) => sum + part[size], 0);
  /** Takes the last axis apart. */
  const split = (tensor: tf.Tensor, size: Size): tf.Tensor[] => {
    let at = 0;
    return parts.map((part) => {
      const start = [...tensor.shape.slice(0, -1).map(() => 0), at];
      at += part[size];
      return tf.slice(tensor, start, [...tensor.shape.slice(0, -1), part[size]]);
    });
  };
  const own = (posterior: Posterior, i: number): Posterior =>
    Object.fromEntries(Object.keys(parts[i].heads).map((name) => [name, posterior[`${i}.${name}`]]));
  const join = (tensors: tf.Tensor[]) => tf.concat(tensors, -1);
  const sum = (tensors: tf.Tensor[]) => tensors.reduce((a, b) => tf.add(a, b));
  const each = (size: Size, fn: (part: LatentSpace, ...own: tf.Tensor[]) => tf.Tensor, ...tensors: tf.Tensor[]) => {
    const pieces = tensors.map((tensor) => split(tensor, size));
    return parts.map((part, i) => fn(part, ...pieces.map((piece) => piece[i])));
  };
  return {
    name: parts.map(({ name }) => name).join(' × '),
    dimensions: total('dimensions'),
    coordinates: total('coordinates'),
    features: total('features'),
    noise: total('noise'),
    volume: parts.reduce((volume, part) => volume * part.volume, 1),
    heads: Object.fromEntries(
      parts.flatMap(({ heads }, i) => Object.entries(heads).map(([name, size]) => [`${i}.${name}`, size])),
    ),
    embed: (point) => join(each('coordinates', (part, z) => part.embed(z), point)),
    project: (features) => join(each('features', (part, f) => part.project(f), features)),
    wrap: (point) => join(each('coordinates', (part, z) => part.wrap(z), point)),
    distance: (a, b) =>
      norm(
        tf.stack(
          each('coordinates', (part, x, y) => part.distance(x, y), a, b),
          -1,
        ),
      ),
    exp: (point, tangent) => join(each('coordinates', (part, z, v) => part.exp(z, v), point, tangent)),
    log: (from, to) => join(each('coordinates', (part, x, y) => part.log(x, y), from, to)),
    mean: (posterior) => join(parts.map((part, i) => part.mean(own(posterior, i)))),
    sample(posterior, noise) {
      const pieces = split(noise, 'noise');
      return join(parts.map((part, i) => part.sample(own(posterior, i), pieces[i])));
    },
    kl(posterior, point) {
      const pieces = point && split(point, 'coordinates');
      return sum(parts.map((part, i) => part.kl(own(posterior, i), pieces?.[i])));
    },
    logPosterior(posterior, point) {
      const pieces = split(point, 'coordinates');
      return sum(parts.map((part, i) => part.logPosterior(own(posterior, i), pieces[i])));
    },
    logPrior: (point) => sum(each('coordinates', (part, z) => part.logPrior(z), point)),
    samplePrior: (noise) => join(each('noise', (part, n) => part.samplePrior(n), noise)),
  };
}
