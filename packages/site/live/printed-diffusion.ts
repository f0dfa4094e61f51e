// The diffusion posterior of the thesis' chapter 7 as it is printed. Right is `wrappedNormalPosterior` of the library.
import {
  byDirection,
  type Family,
  type LatentSpace,
  latentSpace,
  logWrappedNormal,
  tf,
  torus,
  uniformPrior,
  wrappedNormalPosterior,
} from 'latent-torus';

const LOG_2PI = Math.log(2 * Math.PI);

/**
 * Density (7.5) and sampler (7.10) as printed, one for each angle, by log t. The density is half uniform, half heat kernel
 * of time t (erratum T1); the sampler adds ε·t where Brownian motion of time t would add √(2t)·ε (T2). There is no formula
 * for the divergence: it is estimated at samples, which are not drawn from the density.
 */
export const printedDiffusion: Family = {
  name: 'diffusion as printed',
  fits: wrappedNormalPosterior.fits,
  heads: ({ coordinates }) => ({ logTime: coordinates }),
  noise: ({ coordinates }) => coordinates,
  sample: (_, location, { logTime }, noise) => tf.add(location, tf.mul(tf.exp(logTime), noise)),
  logDensity(_, location, { logTime }, point) {
    const kernel = logWrappedNormal(tf.sub(point, location), tf.add(logTime, Math.LN2)); // variance 2t
    const halves = tf.sub(tf.softplus(tf.add(kernel, LOG_2PI)), LOG_2PI + Math.LN2); // log ½(1/2π + kernel)
    return tf.sum(halves, -1);
  },
  kl: {},
};

/** Printed density and sampler, uniform prior; the estimate (7.9) without its extra factor: errata T1 and T2. */
export const printedTorus = (angles: number): LatentSpace =>
  latentSpace({
    geometry: torus(angles),
    location: byDirection,
    posterior: printedDiffusion,
    prior: uniformPrior,
    name: `printedTorus(${angles})`,
  });
