// This library and TensorFlow.js in the conversation that `peers/common.py` describes: `tsx ours.ts PROBLEM.json VARIANT`.
// Variants: minimize (tf.train.adam), eager, graph, xla (a named mode), fit (the call a user makes, progress and all),
// and the floors products-xla and products-graph.
import { readFileSync, readSync, writeSync } from 'node:fs';
import { euclidean, gaussianTorus } from '../../../lib/latent';
import { bernoulli, gaussian, type Model, vae } from '../../../lib/models';
import { fit } from '../../../lib/train';
import { planOf } from '../../../lib/train/plan';
import { trainingStep } from '../../../lib/train/step';
import { tf } from '../../node';
import { surroundings, trainingProgress } from '../../notebook/progress';
import { convolutionalVae } from './conv-vae';
import type { Problem } from './prepare';
import { products } from './products';

const learningRate = 1e-3;

/** Runs at least so many steps and returns the loss of each (of the replicas' mean). */
type Run = (steps: number) => number[];

const say = (answer: object) => writeSync(1, `${JSON.stringify(answer)}\n`);

let received = '';
/** The next line of standard input; sleeps until it is there, also inside a callback. undefined: the end. */
function ask(): string | undefined {
  const chunk = Buffer.alloc(4096);
  while (!received.includes('\n')) {
    try {
      const size = readSync(0, chunk);
      if (!size) return undefined;
      received += chunk.toString('utf8', 0, size);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  const end = received.indexOf('\n');
  const line = received.slice(0, end);
  received = received.slice(end + 1);
  return line;
}

const peak = () => process.resourceUsage().maxRSS / 1024;

function main(path: string, variant: string): Promise<void> | void {
  const problem: Problem = JSON.parse(readFileSync(path, 'utf8'));
  const data = dataOf(problem);
  const start = performance.now();
  if (variant === 'fit') return serveFit(problem, data, start);
  const run = runOf(problem, data, variant);
  const history = run(1);
  say({ ready: true, first_step_ms: performance.now() - start, loss: history.at(-1), versions: versions() });
  for (let line = ask(); line !== undefined; line = ask()) {
    const [command, steps] = line.split(' ');
    const since = performance.now();
    const losses = run(Number(steps));
    const took = performance.now() - since;
    for (const loss of losses) history.push(loss);
    if (command === 'losses') say({ losses: history });
    else
      say({
        steps: losses.length,
        ms_per_step: took / losses.length,
        loss: losses.at(-1),
        peak_rss_mb: peak(),
      });
  }
}

function runOf(problem: Problem, data: tf.Tensor, variant: string): Run {
  if (variant === 'minimize') return minimize(problem, data);
  if (variant.startsWith('products-'))
    return productsOnly(problem, data, variant === 'products-xla' ? 'xla' : 'graph');
  if (variant === 'eager' || variant === 'graph' || variant === 'xla') return named(problem, data, variant);
  throw new RangeError(
    `variant '${variant}'; expected minimize, eager, graph, xla, fit, products-xla or products-graph`,
  );
}

/** TensorFlow.js as its documentation has it: `tf.train.adam(…).minimize`, noise from `tf.randomNormal`. */
function minimize(problem: Problem, data: tf.Tensor): Run {
  const model = modelOf(problem);
  const optimiser = tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
  const rows = rowsOf(problem, data);
  const batches = batchesOf(problem);
  const axis = problem.replicas > 1 ? [problem.replicas] : [];
  const klWeight = tf.scalar(1);
  const step = () =>
    tf.tidy(() => {
      const index = tf.tensor(batches(1), [...axis, problem.batch], 'int32');
      const cost = optimiser.minimize(
        () => {
          const noise = tf.randomNormal([...axis, ...model.noiseShape(problem.batch)]);
          return tf.sum(model.loss({ x: tf.gather(rows, index as tf.Tensor1D) }, noise, { klWeight }).total);
        },
        true,
        Object.values(model.variables),
      ) as tf.Scalar;
      return cost.dataSync()[0] / problem.replicas;
    });
  return (steps) => Array.from({ length: steps }, step);
}

/** A mode of tfjs-compiled by name: the step that `fit` makes, without `fit`'s own loop. */
function named(problem: Problem, data: tf.Tensor, execution: 'xla' | 'graph' | 'eager'): Run {
  const model = modelOf(problem);
  const plan = planOf(model, { x: data }, fitOptions(problem));
  const noNotice = (text: string) => {
    throw new Error(`not ${execution}: ${text}`);
  };
  const step = trainingStep(model, { x: data }, plan, noNotice).build();
  const batches = batchesOf(problem);
  let done = 0;
  return (steps) => {
    const losses: number[] = [];
    while (losses.length < steps) {
      const count = Math.min(step.preferredSteps, Math.max(1, steps - losses.length));
      const noise = Int32Array.from({ length: count * problem.replicas * 2 }, (_, i) =>
        i % 2 ? done + Math.floor(i / 2 / problem.replicas) : 1 + (Math.floor(i / 2) % problem.replicas),
      );
      const { terms } = step.run(
        {
          index: batches(count),
          noise,
          klWeight: new Float32Array(count).fill(1),
        },
        count,
      );
      done += count;
      for (let k = 0; k < count; k++) {
        const all = terms.total.subarray(k * problem.replicas, (k + 1) * problem.replicas);
        losses.push(all.reduce((a, b) => a + b) / problem.replicas);
      }
    }
    return losses;
  };
}

/** The matrix products of the step alone. Their 'loss' is a number without meaning. */
function productsOnly(problem: Problem, data: tf.Tensor, execution: 'xla' | 'graph'): Run {
  const unrolled = unrolling(problem);
  const floor = products(
    problem,
    { ...modelOf(problem).variables },
    rowsOf(problem, data),
    unrolled,
    execution,
  );
  const batches = batchesOf(problem);
  return (steps) => {
    const results: number[] = [];
    while (results.length < steps) {
      const { sum } = floor.call({ index: batches(unrolled) });
      for (let k = 0; k < unrolled; k++) results.push(sum.dataSync()[0]);
      sum.dispose();
    }
    return results;
  };
}

/** Steps in one call, so that the call itself costs little of some milliseconds. */
function unrolling({ kind, parameters, batch }: Problem): number {
  const weights = parameters.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b), 0);
  return kind === 'conv' ? 1 : Math.min(64, Math.max(1, Math.round(5e8 / (weights * batch))));
}

const fitOptions = (problem: Problem, epochs = 1) => ({
  epochs,
  batchSize: problem.batch,
  learningRate,
  cache: false,
  title: problem.title,
  seed: problem.replicas > 1 ? seedsOf(problem) : 1,
  ...(problem.replicas > 1 ? { dataPerReplica: true } : {}),
});

/**
 * `fit` as a notebook calls it: its progress callback draws the bar and the curve. Between two rounds `fit` is held
 * inside that callback.
 */
async function serveFit(problem: Problem, data: tf.Tensor, start: number) {
  const stop = new AbortController();
  const shown = trainingProgress({
    ...surroundings,
    inJupyter: () => true,
    display: drawn,
    update: (_, bundle) => drawn(bundle),
  });
  const perStep = problem.count / problem.batch / Math.ceil(problem.count / problem.batch); // a smaller last batch counts as what it is
  let [since, before, wanted] = [start, 0, 0];
  const model = modelOf(problem);
  await fit(
    model,
    { x: data },
    {
      ...fitOptions(problem, Math.ceil(2e6 / Math.ceil(problem.count / problem.batch))),
      signal: stop.signal,
      progress: (p) => {
        shown(p);
        const steps = (p.step - before) * perStep;
        if (p.done || steps < wanted) return;
        const took = performance.now() - since;
        const loss = p.history.at(-1)?.total;
        if (!wanted) say({ ready: true, first_step_ms: took, loss, note: p.note, versions: versions() });
        else say({ steps, ms_per_step: took / steps, loss, peak_rss_mb: peak() });
        const line = ask();
        if (line === undefined) stop.abort();
        else if (!line.startsWith('run ')) throw new Error(`'${line}': fit answers run alone`);
        else wanted = Number(line.split(' ')[1]);
        [since, before] = [performance.now(), p.step];
      },
    },
  );
}

/** What a kernel does with a picture before it goes out. */
const drawn = (bundle: object) => {
  Buffer.from(JSON.stringify(bundle));
};

function modelOf(problem: Problem): Model {
  const hidden = [...problem.encoder];
  const model =
    problem.kind === 'conv'
      ? convolutionalVae(problem)
      : vae({
          inputs: problem.features,
          hidden,
          seed: problem.replicas > 1 ? seedsOf(problem) : 1,
          latent: problem.latent === 'torus' ? gaussianTorus(2) : euclidean(2),
          likelihood: problem.likelihood === 'bernoulli' ? bernoulli : gaussian(problem.sigma),
        });
  const weights = floats(problem.files.weights);
  let at = 0;
  Object.entries(model.variables).forEach(([name, variable], i) => {
    const shape = problem.parameters[i];
    if (String(variable.shape) !== String(shape))
      throw new Error(`${name} has shape [${variable.shape}]; expected [${shape}]`);
    tf.tidy(() => variable.assign(tf.tensor(weights.subarray(at, at + variable.size), shape)));
    at += variable.size;
  });
  return model;
}

const seedsOf = (problem: Problem) => Array.from({ length: problem.replicas }, (_, r) => 1 + r);

/** A file's float32 numbers. */
function floats(path: string): Float32Array {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

const dataOf = ({ files, replicas, count, features }: Problem) =>
  tf.tensor(floats(files.data), replicas > 1 ? [replicas, count, features] : [count, features]);

/** One list of rows for all replicas. */
const rowsOf = ({ features }: Problem, data: tf.Tensor) => tf.reshape(data, [-1, features]) as tf.Tensor2D;

/** The indices of the next batches in the problem's order: [count, (replicas,) batch]. */
function batchesOf({ files, count: rows, batch, replicas }: Problem) {
  const bytes = readFileSync(files.order);
  const order = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const perEpoch = Math.floor(rows / batch);
  let step = 0;
  return (count: number) => {
    const index = new Int32Array(count * replicas * batch);
    for (let k = 0; k < count; k++, step++) {
      for (let r = 0; r < replicas; r++) {
        const from = r * rows + (step % perEpoch) * batch;
        const visited = order.subarray(from, from + batch);
        index.set(r ? visited.map((row) => row + r * rows) : visited, (k * replicas + r) * batch);
      }
    }
    return index;
  };
}

const versions = () => ({
  node: process.version,
  'tfjs-node': tf.version['tfjs-node'],
  tensorflow: (tf.backend() as unknown as { binding: { TF_Version: string } }).binding.TF_Version,
});

Promise.resolve()
  .then(() => main(process.argv[2], process.argv[3]))
  .catch((error: Error) => {
    console.error(error);
    process.exitCode = 1;
  });
