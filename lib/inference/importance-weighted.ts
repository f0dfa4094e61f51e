import { check, checkOptions, isCount } from '../checks';
import type { Seeds, Vae } from '../models';
import { logMeanExp, logWeights } from '../objectives/importance-weighted';
import type { Rows } from '../rows';
import { inBatches } from './batches';
import { batchNoise, forReplicas, rowAxis } from './replicas';

/**
 * The importance-weighted estimate of log p(x) for each input, in nats:
 * log (1/L) Σ p(x|z) p(z) / q(z|x) over L samples of the posterior (Burda, Grosse and Salakhutdinov 2016, (8)).
 * For L = 1 its mean is the ELBO's; it rises with L towards log p(x).
 * @param x [count, inputs]
 * @param options.samples L, by default 100
 * @returns [count]; with replicas [replicas, count] row by row
 */
export async function importanceWeighted(
  model: Vae,
  x: Rows,
  options: { samples?: number; seed?: Seeds } = {},
): Promise<Float32Array> {
  checkOptions('importanceWeighted', options, ['samples', 'seed']);
  const { samples = 100, seed = 0 } = options;
  check('samples', samples, isCount(samples), 'a whole number, 1 or more');
  const size = Math.max(1, Math.floor(10_000 / samples / (model.replicas ?? 1))); // rows × samples fit in memory
  const { log } = await inBatches(
    `importance weights, ${model.name}`,
    { x },
    size,
    ({ x: rows }, first) => {
      const noise = batchNoise(
        model,
        [samples, rows.shape[0], Math.max(1, model.latent.noise)],
        seed,
        'importance',
        first,
      );
      return { log: logMeanExp(logWeights(model, forReplicas(rows, model), noise), model) };
    },
    rowAxis(model),
  );
  const values = log.dataSync() as Float32Array;
  log.dispose();
  return values;
}
