// What 'Variational autoencoders 2' claims, made measurable. Statistics and thresholds were committed before any run at
// scale 'paper'.
import type { Claim } from '@latent-torus/notebook';

/** Section 1.3: samples, mean and sampling. */
export const samplingClaims = {
  coherent: {
    where: '1.3',
    claim: 'Samples look coherent',
    statistic: 'share of samples that a classifier of real digits gives a class with at least 0.9',
    threshold: { atLeast: 0.5 },
  },
  blurry: {
    where: '1.3',
    claim: 'Samples appear blurry',
    statistic: 'high-frequency energy of samples over that of test images',
    threshold: { atMost: 0.8 },
  },
  meanRebuilds: {
    where: '1.3',
    claim: 'The mean gives the stable, representative reconstruction',
    statistic: 'cross-entropy at a sample of the posterior minus that at its mean (nats)',
    threshold: { atLeast: 1 },
  },
  samplingVaries: {
    where: '1.3',
    claim: 'Without sampling, the diversity of outputs is lost',
    statistic: 'entropy of the classes of samples from the prior (nats; one image has 0)',
    threshold: { atLeast: 1.5 },
  },
} satisfies Record<string, Claim>;

/** Section 1.4: the two terms. */
export const termClaims = {
  firstReconstruction: {
    where: '1.4',
    claim: 'Initially the reconstruction loss dominates',
    statistic: 'share of the reconstruction in the loss of the first epoch',
    threshold: { atLeast: 0.9 },
  },
  balanced: {
    where: '1.4',
    claim: 'The two terms are balanced at the end',
    statistic: 'share of the KL divergence in the loss of the last epoch',
    threshold: { atLeast: 0.25, atMost: 0.75 },
  },
  strongEarly: {
    where: '1.4',
    claim: 'A KL term that is strong early costs reconstruction',
    statistic: 'test reconstruction with constant weight 1 minus that after a warm-up (nats)',
    threshold: { atLeast: 0.5 },
  },
  ignored: {
    where: '1.4',
    claim: 'Ignoring the KL term leads to an autoencoder without a proper latent distribution',
    statistic: 'root mean square of the codes at β = 0 (under the prior 1)',
    threshold: { atLeast: 2 },
  },
} satisfies Record<string, Claim>;

/** Section 2: interpolation. */
export const interpolationClaims = {
  smooth: {
    where: '2',
    claim: 'Interpolations are smooth transitions rather than discrete jumps',
    statistic: 'greatest step over the mean step in image space along paths of 50 steps (even: 1)',
    threshold: { atMost: 3 },
  },
  blurry: {
    where: '2',
    claim: 'Intermediate images are overly blurry',
    statistic: 'high-frequency energy half-way between two digits over that at the ends',
    threshold: { atMost: 0.9 },
  },
  regularised: {
    where: '2',
    claim: 'The latent space is not well regularised',
    statistic: 'divergence of the Gaussian that fits all codes’ samples from the prior (nats)',
    threshold: { atLeast: 0.1 },
  },
} satisfies Record<string, Claim>;

/** Section 3.1: anomalies. */
export const detectorClaims = {
  autoencoderDetects: {
    where: '3.1',
    claim: 'An autoencoder’s error is large for anomalies',
    statistic: 'AUROC of the autoencoder’s error, letters against digits',
    threshold: { atLeast: 0.7 },
  },
  vaeDetects: {
    where: '3.1',
    claim: 'A VAE detects anomalies by a low likelihood',
    statistic: 'AUROC of −ELBO, letters against digits',
    threshold: { atLeast: 0.7 },
  },
  washedOut: {
    where: '3.1',
    claim: 'A VAE washes out subtle anomalies that an autoencoder sees',
    statistic: 'AUROC of the autoencoder’s error minus that of the VAE’s −ELBO, subtle damage',
    threshold: { atLeast: 0.02 },
  },
} satisfies Record<string, Claim>;
