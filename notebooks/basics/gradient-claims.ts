import type { Claim } from '@latent-torus/notebook';

/** The statements of section 3.2 of 'Understanding VAEs', on a model whose gradient is known; set before the runs. */
export const gradientClaims = {
  allows: {
    claim: 'The reparameterisation gives the gradient',
    where: '3.2',
    statistic: 'error of the mean of its estimates, in standard errors of that mean',
    threshold: { atLeast: -2, atMost: 2 },
  },
  needed: {
    claim: 'Without it, there is no gradient',
    where: '3.2',
    statistic: 'size of the error of the score function’s mean estimate, as a share of the gradient',
    threshold: { atLeast: 0.5 },
  },
  cheaper: {
    claim: 'What it is worth: less noise (ours)',
    where: '3.2',
    statistic:
      'variance of the score function’s estimate, in units of the reparameterised one, 16 dimensions',
    threshold: { atLeast: 10 },
  },
  baseline: {
    claim: 'A baseline makes up for it (ours)',
    where: '3.2',
    statistic: 'the same with a baseline',
    threshold: { atMost: 2 },
  },
} as const satisfies Record<string, Claim>;
