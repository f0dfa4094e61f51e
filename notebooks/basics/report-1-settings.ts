import type { TrainedModel } from '@latent-torus/node';
import type { curveClaims, generationClaims, latentClaims, reconstructionClaims } from './report-1-claims';
import { report1Runs } from './report-1-runs';
import { type ModelValues, modelValues } from './report-1-values';

/** The settings in which the claims are measured: an autoencoder and a VAE each. */
export const report1Settings = {
  'as written': ['ae-2', 'vae-2'],
  'as coded': ['ae-32', 'vae-coded'],
  'same layers': ['ae-20', 'vae-20'],
} as const;

/** An autoencoder and a VAE of one seed, with what was measured of them. */
export interface Pair {
  readonly seed: number;
  readonly ae: TrainedModel & { readonly values: ModelValues };
  readonly vae: TrainedModel & { readonly values: ModelValues };
}

/** The trained pairs of a setting, one for each seed, measured. */
export async function pairsOf(setting: keyof typeof report1Settings): Promise<Pair[]> {
  const [aes, vaes] = [
    await report1Runs.trained(report1Settings[setting][0]),
    await report1Runs.trained(report1Settings[setting][1]),
  ];
  const pairs: Pair[] = [];
  for (const [i, ae] of aes.entries()) {
    const vae = vaes[i];
    pairs.push({
      seed: ae.seed,
      ae: { ...ae, values: await modelValues(ae.model) },
      vae: { ...vae, values: await modelValues(vae.model) },
    });
  }
  return pairs;
}

type Key = keyof (typeof curveClaims &
  typeof latentClaims &
  typeof reconstructionClaims &
  typeof generationClaims);

/** The statistic of each claim that compares an autoencoder with a VAE, for one seed. */
export function claimValues({ ae, vae }: Pair): Record<Key, number> {
  const [own, theirs] = [ae.fit.history, vae.fit.history].map((rows) => rows.map(({ total }) => total));
  const last = own.length - 1;
  const early = (loss: number[]) => (last > 0 ? (loss[0] - loss[1]) / (loss[0] - loss[last]) : 1);
  const { values: a } = ae;
  const { values: v } = vae;
  return {
    steady: own.filter((value, i) => i > 0 && value > own[i - 1]).length,
    higherAtFirst: theirs[0] - own[0],
    becauseOfKl: vae.fit.history[0].kl / (theirs[0] - own[0]),
    lowerAtLast: theirs[last] - own[last],
    faster: early(own) - early(theirs),
    generalises: a.gap - v.gap,
    unstructured: a.silhouette,
    clustered: v.silhouette,
    organised: v.accuracy - a.accuracy,
    separated: v.silhouette - a.silhouette,
    sharper: a.sharpness - v.sharpness,
    closer: v.error / a.error,
    diverse: v.variance / a.variance,
    collapsed: a.excess,
    stays: v.excess,
    smooth: a.unevenness - v.unevenness,
    meaningful: v.onCodes,
    beyondPixels: v.onCodes - v.onPixels,
    cannotGenerate: a.precision,
    generates: v.precision,
    covers: v.recall - a.recall,
  };
}
