// Corrections of a model's loss that the literature proposes, so that an image's own complexity does not
// count.

/** The loss minus a part of it that the image alone decides, image by image: BCE − H(x) = Σ KL(x‖x̂). */
export function minus(loss: ArrayLike<number>, part: ArrayLike<number>, weight = 1): Float64Array {
  if (loss.length !== part.length) {
    throw new RangeError(`${part.length} values for ${loss.length} losses; expected one for each`);
  }
  return Float64Array.from(loss, (value, i) => value - weight * part[i]);
}

/**
 * The complexity-corrected score of Serrà et al., Input complexity and out-of-distribution detection (2020),
 * (4), in nats: −log p(x) minus the length of the image compressed without a model. High: not from the
 * training data.
 * @param loss −log p(x) or a bound on it, in nats
 * @param bits compressed size of each image in bits
 */
export const complexityCorrected = (loss: ArrayLike<number>, bits: ArrayLike<number>): Float64Array =>
  minus(loss, bits, Math.LN2);

/**
 * The entropy argument of Caterini and Loaiza-Ganem, Entropic issues in likelihood-based OOD detection
 * (2021): E_P[−log p(x)] = KL(P‖p) + H(P), so that a source with less entropy can have the higher likelihood
 * without being closer to the model. H(P) is unknown; the mean compressed length bounds it from above, up to
 * quantisation. For grey pixels under a Bernoulli loss the image's own H(x) takes its place exactly.
 * @returns mean loss of a group taken apart: what the images decide, and what is left for the model
 */
export function entropyArgument(loss: ArrayLike<number>, entropy: ArrayLike<number>) {
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
  return { loss: mean(loss), entropy: mean(entropy), excess: mean(minus(loss, entropy)) };
}
