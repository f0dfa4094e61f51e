// What 'Understanding variational autoencoders and their applications' claims, made measurable. Statistics and thresholds
// were committed before any run at scale 'paper'; where a threshold is a convention of the literature, it is named.
import type { Claim } from '@latent-torus/notebook';

/** Section 4: the plane of the digits. */
export const planeClaims = {
  clusters: {
    where: '4, figure 3',
    claim: 'The digits form distinct clusters',
    statistic: '10-NN accuracy of the test digits on the plane',
    threshold: { atLeast: 0.7 },
  },
  separated: {
    where: '4, figure 3',
    claim: 'The clusters are distinct by their silhouette, too',
    statistic: 'mean silhouette (Kaufman and Rousseeuw: below 0.25 no substantial structure)',
    threshold: { atLeast: 0.25 },
  },
  onePoint: {
    where: '4, figure 4',
    claim: 'The point (−3, 1) decodes to a 1',
    statistic: 'share of trainings in which a classifier of real digits calls it a 1',
    threshold: { atLeast: 0.5 },
  },
  grid: {
    where: '4, figure 5',
    claim: 'Each position of the grid corresponds to a specific digit',
    statistic: 'share of prior-weighted positions whose class has a probability of at least 0.9',
    threshold: { atLeast: 0.8 },
  },
} satisfies Record<string, Claim>;

/** Section 2.1: anomaly detection; one value for each digit that is held out as the anomaly. */
export const anomalyClaims = {
  probabilityOverAutoencoder: {
    where: '2.1',
    claim: 'Reconstruction probability of the VAE outperforms the error of an autoencoder',
    statistic: 'AUROC of the VAE’s reconstruction probability minus that of the autoencoder’s error',
    threshold: { atLeast: 0 },
  },
  probabilityOverPca: {
    where: '2.1',
    claim: 'Reconstruction probability of the VAE outperforms PCA',
    statistic: 'AUROC of the VAE’s reconstruction probability minus that of PCA’s error',
    threshold: { atLeast: 0 },
  },
  detects: {
    where: '2.1',
    claim: 'Reconstruction probability detects anomalies',
    statistic: 'AUROC of the VAE’s reconstruction probability (½ is chance)',
    threshold: { atLeast: 0.7 },
  },
} satisfies Record<string, Claim>;

/** Section 2.2: generation. */
export const sampleClaims = {
  resemble: {
    where: '2.2',
    claim: 'Samples from the prior resemble the training data',
    statistic: 'share of samples that a classifier of real digits gives a class with at least 0.9',
    threshold: { atLeast: 0.8 },
  },
  unseen: {
    where: '3',
    claim: 'The samples are new, previously unseen',
    statistic:
      'median distance of a sample to its nearest training image, over that of a test image’s decoding',
    threshold: { atLeast: 0.9 },
  },
  better: {
    where: '3',
    claim: 'An autoencoder is not proficient as a generative model',
    statistic: 'share of recognised samples, VAE minus autoencoder, both decoding the prior N(0, I)',
    threshold: { atLeast: 0.1 },
  },
} satisfies Record<string, Claim>;
