// The models that a page trains, and what is seen of them.
import { glyphs, type Images } from '@latent-torus/datasets';
import {
  cosine,
  decodeMean,
  type FitOptions,
  gaussian,
  gaussianTorus,
  heatKernelTorus,
  posteriorMeans,
  type Rows,
  tensor,
  tf,
  type Vae,
  vae,
} from 'latent-torus';
import { circleData, evenCircle, signalLength } from '../../../notebooks/thesis/circle-data';
import { printedTorus } from '../../../notebooks/thesis/printed-diffusion';
import type { CircleJob, CircleView, ImageFile, Job, TorusJob, TorusView } from './protocol';

/** A training with what is to be seen of it. */
export interface Prepared {
  model: Vae;
  data: { x: Rows };
  /** What the data are, in words. */
  about: string;
  options: FitOptions;
  view(): CircleView | TorusView;
}

const SHOWN = 800; // images whose encodings are drawn
const SIDE = 12; // of the grid of decoded images

export const prepare = (job: Job, file?: ImageFile): Prepared =>
  job.kind === 'circle' ? circle(job) : torus(job, file);

/** Two hidden layers of ⌊25/3⌋ = 8 neurons, as the thesis has them. */
function circle({ posterior, sigmaX, sigma, epochs, seed }: CircleJob): Prepared {
  const data = circleData(sigma, { count: 2000, seed });
  const seen = evenCircle(100);
  const latent = posterior === 'right' ? heatKernelTorus(1) : printedTorus(1);
  const model = vae({
    inputs: signalLength,
    hidden: [8, 8],
    latent,
    likelihood: gaussian(sigmaX),
    seed,
  });
  const phases = seen.factors!.phase.values;
  return {
    model,
    data: { x: data },
    about: `2000 waves of ${signalLength} numbers, noise σ = ${sigma}`,
    options: { epochs, batchSize: 100, seed, learningRate: 3e-3 },
    view() {
      const [angles, widths] = tf.tidy(() => {
        const heads = model.encode(tensor(seen));
        // The arc of (7.11): √(2t) for the right posterior, t for the printed one.
        const width = posterior === 'right' ? tf.exp(tf.mul(heads.logVariance, 0.5)) : tf.exp(heads.logTime);
        return [model.latent.wrap(model.latent.mean(heads)).dataSync(), width.dataSync()].map((numbers) =>
          Float32Array.from(numbers),
        );
      });
      return { kind: 'circle', angles, widths, phases: Float32Array.from(phases) };
    },
  };
}

function torus({ posterior, epochs, seed }: TorusJob, file?: ImageFile): Prepared {
  const images = file ? imagesOf(file) : { ...glyphs('0123456789', 2500, seed), name: 'generated glyphs' };
  const model = vae({
    inputs: 784,
    hidden: [128],
    latent: posterior === 'paper' ? gaussianTorus(2) : heatKernelTorus(2),
    seed,
  });
  const shown = Math.min(SHOWN, images.count);
  const some = { pixels: images.pixels.subarray(0, 784 * shown), count: shown };
  const grid = gridPoints();
  return {
    model,
    data: { x: images },
    about: `${images.count} ${images.name}`,
    options: {
      epochs,
      batchSize: Math.min(64, images.count),
      seed,
      learningRate: 2e-3,
      coefficients: { klWeight: cosine(0, 1) },
    },
    view() {
      const [points, decoded] = tf.tidy(() =>
        [posteriorMeans(model, some), decodeMean(model, tf.tensor2d(grid, [SIDE * SIDE, 2]))].map((result) =>
          Float32Array.from(result.dataSync()),
        ),
      );
      const labels = images.labels?.slice(0, shown);
      return { kind: 'torus', points, labels, images: decoded, side: SIDE };
    },
  };
}

/** The centres of the cells of the square, row by row from the top left. */
function gridPoints(): Float32Array {
  const at = (i: number) => -Math.PI + ((i + 0.5) * 2 * Math.PI) / SIDE;
  return Float32Array.from({ length: 2 * SIDE * SIDE }, (_, i) => {
    const cell = i >> 1;
    return i % 2 ? -at(Math.floor(cell / SIDE)) : at(cell % SIDE);
  });
}

/** At most so many images of a file are trained on: enough for a page. */
const MOST = 10_000;

const imagesOf = ({
  images,
  count,
  labels,
}: ImageFile): Omit<Images, 'labels'> & { labels?: Uint8Array } => ({
  name: 'images of your file',
  synthetic: false,
  count: Math.min(count, MOST),
  shape: [28, 28],
  pixels: Float32Array.from(images.subarray(0, 784 * Math.min(count, MOST)), (grey) => grey / 255),
  classes: [...'0123456789'],
  labels,
});
