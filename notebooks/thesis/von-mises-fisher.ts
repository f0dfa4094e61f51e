import {
  byDirection,
  type Family,
  type LatentSpace,
  latentSpace,
  norm,
  type Posterior,
  sphere,
  tf,
  uniformPrior,
} from 'latent-torus';

const LOG_4PI = Math.log(4 * Math.PI);
/** Where float32 is accurate; at the lower end the distribution is uniform to 1e-5 nats. */
const [LEAST, GREATEST] = [0.01, 1e5];

const concentrationOf = ({ logConcentration }: Posterior) =>
  tf.clipByValue(tf.exp(logConcentration), LEAST, GREATEST); // [..., 1]

/** log sinh κ without overflow. */
const logSinh = (kappa: tf.Tensor) =>
  tf.sub(tf.add(kappa, tf.log1p(tf.neg(tf.exp(tf.mul(kappa, -2))))), Math.LN2);

/**
 * The von Mises–Fisher distribution on the sphere S², density κ/(4π sinh κ)·exp(κ µ·z): the normal distribution's counterpart
 * for directions (Fisher 1953; Davidson et al. 2018). On S² the height µ·z has a distribution function with an inverse in closed
 * form, so samples are reparameterised exactly.
 */
export const vonMisesFisherPosterior: Family = {
  name: 'von Mises–Fisher',
  fits: ({ dimensions, coordinates }) => dimensions === 2 && coordinates === 3,
  heads: () => ({ logConcentration: 1 }),
  noise: () => 4,
  sample(geometry, location, posterior, noise) {
    const kappa = concentrationOf(posterior);
    const [first, ...rest] = tf.split(noise, 4, -1);
    const uniform = tf.mul(tf.add(tf.erf(tf.div(first, Math.SQRT2)), 1), 0.5);
    // P(µ·z ≤ w) = (e^{κw} − e^{−κ})/(e^κ − e^{−κ}), solved for 1 − w
    const left = tf.add(uniform, tf.mul(tf.sub(1, uniform), tf.exp(tf.mul(kappa, -2))));
    const below = tf.clipByValue(tf.neg(tf.div(tf.log(tf.maximum(left, 1e-30)), kappa)), 1e-9, 2); // 1 − w
    const across = tf.sqrt(tf.mul(below, tf.sub(2, below))); // √(1 − w²)
    const any = tf.concat(rest, -1);
    const tangent = tf.sub(any, tf.mul(location, tf.sum(tf.mul(any, location), -1, true)));
    const unit = tf.div(tangent, tf.expandDims(norm(tangent), -1));
    return geometry.project(tf.add(tf.mul(location, tf.sub(1, below)), tf.mul(unit, across)));
  },
  logDensity(_, location, posterior, point) {
    const kappa = concentrationOf(posterior);
    const height = tf.sum(tf.mul(location, point), -1, true);
    return tf.squeeze(
      tf.sub(tf.add(tf.mul(kappa, height), tf.log(kappa)), tf.add(logSinh(kappa), LOG_4PI)),
      [-1],
    );
  },
  kl: {
    /** κ coth κ − 1 + log κ − log sinh κ. */
    [uniformPrior.name](_, __, posterior) {
      const kappa = concentrationOf(posterior);
      const entropic = tf.sub(tf.log(kappa), logSinh(kappa));
      return tf.squeeze(tf.add(tf.sub(tf.div(kappa, tf.tanh(kappa)), 1), entropic), [-1]);
    },
  },
};

/** The sphere S² with a von Mises–Fisher posterior round a direction and a uniform prior. */
export const vonMisesFisherSphere = (): LatentSpace =>
  latentSpace({
    geometry: sphere(2),
    location: byDirection,
    posterior: vonMisesFisherPosterior,
    prior: uniformPrior,
    name: 'vonMisesFisherSphere',
  });
