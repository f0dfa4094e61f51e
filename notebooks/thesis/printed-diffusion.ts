// The diffusion posterior of the thesis' chapter 7 as it is printed. Right is `wrappedNormalPosterior` of the library.
import {
  byDirection,
  bySampling,
  type Family,
  heatKernelTorus,
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

/**
 * The same with (7.9) taken literally, which weighs log(P/P_Θ) by P at samples already drawn by it: errata T1, T2 and T3.
 * What it calls a divergence is none.
 */
export function literalTorus(angles: number): LatentSpace {
  const printed = printedTorus(angles);
  return {
    ...printed,
    name: `literalTorus(${angles})`,
    kl(posterior, point) {
      if (!point) throw new Error('(7.9) is an estimate: pass a point of the posterior');
      const log = printed.logPosterior(posterior, point);
      return tf.mul(tf.exp(log), tf.sub(log, printed.logPrior(point)));
    },
  };
}

/** The heat kernel with its divergence estimated at samples in place of the formula. */
export const sampledHeatKernelTorus = (angles: number): LatentSpace =>
  latentSpace({
    geometry: torus(angles),
    location: byDirection,
    posterior: bySampling(wrappedNormalPosterior),
    prior: uniformPrior,
    name: `sampledHeatKernelTorus(${angles})`,
  });

/** The posteriors on a circle (or each angle of a torus) that chapter 7 is read with, by name. */
export const diffusionSpaces = {
  right: heatKernelTorus,
  printed: printedTorus,
  literal: literalTorus,
} as const;
