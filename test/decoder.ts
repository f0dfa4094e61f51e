import { type Decoder, gaussian, gaussianTorus, type tf } from 'latent-torus';

/** A decoder of two angles that is any function of them. */
export const decoderOf = (
  image: (points: tf.Tensor) => tf.Tensor,
  variables: Record<string, tf.Tensor> = {},
): Decoder => ({
  name: 'a function of angles',
  latent: gaussianTorus(2),
  likelihood: gaussian(1), // its mean is what the decoder puts out
  variables,
  decode: image,
  decodeFeatures() {
    throw new Error('a function of angles takes no features');
  },
});
