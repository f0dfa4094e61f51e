// What 'Latent space representation using AE & VAE' claims, made measurable. Statistics and thresholds were committed before
// the runs at scale 'paper'; where a threshold is a convention of the literature, it is named. 'AE' is the autoencoder.
import type { Claim } from '@latent-torus/notebook';

/** Training results: the loss curves, in nats per image (erratum R3). */
export const curveClaims = {
  steady: {
    where: 'AE loss curve',
    claim: 'The loss of the AE declines steadily',
    statistic: 'epochs in which it rises',
    threshold: { atMost: 0 },
  },
  higherAtFirst: {
    where: 'VAE loss curve',
    claim: 'The loss of the VAE is higher at first',
    statistic: 'first epoch, VAE minus AE (nats per image)',
    threshold: { atLeast: 1 },
  },
  becauseOfKl: {
    where: 'VAE loss curve',
    claim: 'It is higher at first because of the added divergence',
    // More than half of a difference is what 'because' asks for at least.
    statistic: 'divergence over that difference, first epoch',
    threshold: { atLeast: 0.5 },
  },
  lowerAtLast: {
    where: 'Comparison',
    claim: 'The AE ends at a lower loss',
    statistic: 'last epoch, VAE minus AE (nats per image)',
    threshold: { atLeast: 1 },
  },
  faster: {
    where: 'Comparison',
    claim: 'The AE converges faster',
    // A share, as the two curves end at different values.
    statistic: 'share of the fall from first to last epoch done in the second, AE minus VAE',
    threshold: { atLeast: 0.02 },
  },
  generalises: {
    where: 'Comparison',
    claim: 'The VAE generalises better',
    statistic: 'reconstruction of test minus training images, AE minus VAE (nats, at the mean code)',
    threshold: { atLeast: 0.5 },
  },
} satisfies Record<string, Claim>;

/** Latent space visualisation: all statistics in the latent space itself, of the same 2,000 test digits (erratum R6). */
export const latentClaims = {
  unstructured: {
    where: 'AE latent space',
    claim: 'The latent space of the AE is scattered and lacks separation',
    statistic: 'mean silhouette of the AE (Kaufman and Rousseeuw: below 0.25 no substantial structure)',
    threshold: { atMost: 0.25 },
  },
  clustered: {
    where: 'VAE latent space',
    claim: 'The latent space of the VAE forms separate clusters',
    statistic: 'mean silhouette of the VAE (from 0.25 on there is structure)',
    threshold: { atLeast: 0.25 },
  },
  organised: {
    where: 'Observation',
    claim: 'The latent space of the VAE is better organised',
    statistic: '10-NN accuracy, VAE minus AE',
    threshold: { atLeast: 0.02 },
  },
  separated: {
    where: 'VAE latent space',
    claim: 'The VAE separates the digit classes better',
    statistic: 'mean silhouette, VAE minus AE',
    threshold: { atLeast: 0.02 },
  },
} satisfies Record<string, Claim>;

/** Reconstruction comparison. */
export const reconstructionClaims = {
  sharper: {
    where: 'Reconstruction',
    claim: 'The AE reconstructs sharper digits',
    statistic: 'high-frequency energy as a share of the originals’, AE minus VAE',
    threshold: { atLeast: 0.02 },
  },
  closer: {
    where: 'Reconstruction',
    claim: 'The AE reconstructs more closely',
    statistic: 'squared error per image, VAE over AE',
    threshold: { atLeast: 1.02 },
  },
  diverse: {
    where: 'Reconstruction',
    claim: 'The reconstructions of the VAE are more diverse',
    statistic: 'variance over reconstructions (at samples of the posterior), VAE over AE',
    threshold: { atLeast: 1.02 },
  },
} satisfies Record<string, Claim>;

/** Interpolation, arithmetic, and what the report learnt of them. */
export const generationClaims = {
  collapsed: {
    where: 'Interpolation',
    claim: 'Between a 3 and an 8 the AE produces mixed or collapsed digits',
    statistic: 'distance to the nearest training image inside the path over that at its ends, AE',
    threshold: { atLeast: 1.1 },
  },
  stays: {
    where: 'Interpolation',
    claim: 'Between a 3 and an 8 the VAE stays with digits',
    statistic: 'distance to the nearest training image inside the path over that at its ends, VAE',
    threshold: { atMost: 1.1 },
  },
  smooth: {
    where: 'Interpolation',
    claim: 'The VAE interpolates more smoothly',
    statistic: 'largest step of an image over the mean step, AE minus VAE',
    threshold: { atLeast: 0.1 },
  },
  meaningful: {
    where: 'Key learnings',
    claim: 'Arithmetic in the latent space of the VAE turns one digit into another',
    statistic: 'share of z − mean of its class + mean of another that 10-NN reads as the other',
    threshold: { atLeast: 0.5 },
  },
  beyondPixels: {
    where: 'Key learnings',
    claim: 'Arithmetic on codes of the VAE does what arithmetic on pixels does not',
    statistic: 'that share minus the share of the same arithmetic on pixels',
    threshold: { atLeast: 0.02 },
  },
  cannotGenerate: {
    where: 'Key learnings',
    claim: 'An AE cannot generate',
    // Half of what real images reach, which is near 0.9 in pixel space for k = 3.
    statistic: 'precision of images decoded from a Gaussian fitted to its codes (k = 3)',
    threshold: { atMost: 0.45 },
  },
  generates: {
    where: 'Key learnings',
    claim: 'A VAE generates',
    statistic: 'precision of images decoded from its prior (k = 3)',
    threshold: { atLeast: 0.45 },
  },
  covers: {
    where: 'Key learnings',
    claim: 'A VAE generates more diverse images',
    statistic: 'recall of generated images (k = 3), VAE minus AE',
    threshold: { atLeast: 0.02 },
  },
} satisfies Record<string, Claim>;

/** Future work: what the report expects of more dimensions and of variants. */
export const variantClaims = {
  tenDimensions: {
    where: 'Future work',
    claim: 'Ten dimensions separate the classes better than two',
    statistic: '10-NN accuracy of the VAE, 10 minus 2 dimensions',
    threshold: { atLeast: 0.02 },
  },
  twentyDimensions: {
    where: 'Future work',
    claim: 'Twenty dimensions separate the classes better than ten',
    statistic: '10-NN accuracy of the VAE, 20 minus 10 dimensions',
    threshold: { atLeast: 0.02 },
  },
  betaTrades: {
    where: 'Future work',
    claim: 'β = 4 gives better control: each dimension that is left is used',
    // Fewer active units with a smaller bound is collapse, not control; at least one unit has to be given up for the claim.
    statistic: 'active units, β = 1 minus β = 4',
    threshold: { atLeast: 1 },
  },
  conditional: {
    where: 'Future work',
    claim: 'A conditional VAE draws the digit it is asked for',
    statistic: 'share of samples that 10-NN reads as the digit asked for',
    threshold: { atLeast: 0.9 },
  },
  denoises: {
    where: 'Future work',
    claim: 'A denoising AE is more robust',
    statistic: 'squared error at a noise of 0.5, AE over denoising AE',
    threshold: { atLeast: 1.1 },
  },
} satisfies Record<string, Claim>;
