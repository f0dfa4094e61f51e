// A user of every package that is published, in a project of its own.
import { digits, glyphs } from '@latent-torus/datasets';
import { writeWhole } from '@latent-torus/files';
import { cached, tf } from '@latent-torus/node';
import { estimate, show, table } from '@latent-torus/notebook';
import { Random } from '@latent-torus/random';
import { dataFolder, figuresFolder, root } from '@latent-torus/settings';
import * as dfd from 'danfojs-node';
import { bernoulli, fit, gaussianTorus, tensor, vae } from 'latent-torus';
import { graph } from 'tfjs-compiled';
import { eagerExecution } from 'tfjs-compiled/eager';

async function main(): Promise<void> {
  const images = glyphs('01', 20, 1);
  const x = tensor(images);
  const inputs = x.shape[1] as number;
  const model = vae({ inputs, hidden: [16], latent: gaussianTorus(2), likelihood: bernoulli, seed: 1 });
  const { steps, execution } = await fit(
    model,
    { x },
    { epochs: 2, batchSize: 20, seed: 1, execution: 'graph' },
  );
  const again = await fit(
    vae({ inputs, hidden: [16], latent: gaussianTorus(2), likelihood: bernoulli, seed: 1 }),
    { x },
    { epochs: 2, batchSize: 20, seed: 1, execution: 'graph' },
  );
  const frame = new dfd.DataFrame([{ a: 1, b: new Random(1).uniform() }]);
  const shown = (frame as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for('Jupyter.display')
  ]();
  await show(
    {
      data: { values: [{ x: 1, y: 2 }] },
      mark: 'point',
      encoding: { x: { field: 'x' }, y: { field: 'y' } },
    },
    { id: 'packed', caption: 'A point.', reading: 'There is one.' },
  );
  await table([{ a: 1 }], { id: 'packed-table', caption: 'A number.', reading: 'It is one.' });
  writeWhole('written.txt', 'whole');
  // @ts-expect-error a folder is a text: the types are there
  const folder: number = dataFolder();
  console.log(
    JSON.stringify({
      steps,
      execution,
      cached: again.cached,
      kept: await cached({ name: 'one', inputs: {} }, () => 1),
      html: /<table/.test(shown['text/html']),
      folder,
      figures: figuresFolder(),
      root,
      tensorflow: tf.version['tfjs-node'],
      functions: [digits, estimate, graph, eagerExecution].map((each) => typeof each),
    }),
  );
}

void main();
