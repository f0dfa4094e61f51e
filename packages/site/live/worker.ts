// Trains in a worker, so that the page answers meanwhile.
import { decodeMean, fit, type Kept, type Progress, runtime, tf } from 'latent-torus';
import wasm from 'wasm-bytes';
import { startBackend } from '../browser/backend';
import { type Prepared, prepare } from './models';
import type { ToPage, ToWorker, Weights } from './protocol';

const scope = globalThis as unknown as {
  postMessage(message: ToPage, transfer?: Transferable[]): void;
  onmessage: (event: { data: ToWorker }) => void;
  setImmediate?: (run: () => void) => void;
};

// Timers wait 4 ms, which is as long as a step, so steps follow one another by messages to oneself. Those come before the
// page's: now and then a timer lets these in.
const LISTEN_EVERY = 50; // ms
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();
let listened = 0;
scope.setImmediate = (run) => {
  const now = performance.now();
  if (now - listened > LISTEN_EVERY) {
    listened = now;
    setTimeout(run);
    return;
  }
  waiting.push(run);
  channel.port2.postMessage(0);
};

let prepared: Prepared | undefined;
let kept: Kept['checkpoint'];
let stop = new AbortController();
let running: Promise<void> = Promise.resolve();

runtime.store = {
  open: () => ({
    checkpoint: kept,
    save: (checkpoint) => {
      kept = checkpoint;
    },
    close() {},
  }),
};

scope.onmessage = ({ data: message }) => {
  if (message.type === 'stop') stop.abort();
  else if (message.type === 'decode') guarded(() => decode(message.point));
  else if (message.type === 'weights') guarded(() => scope.postMessage(weightsMessage()));
  else {
    stop.abort();
    running = running.then(() =>
      (message.type === 'start' ? start(message) : train()).catch((error: Error) =>
        scope.postMessage({ type: 'failed', message: error.message }),
      ),
    );
  }
};

function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    scope.postMessage({ type: 'failed', message: (error as Error).message });
  }
}

async function start({ backends, job, weights, data }: Extract<ToWorker, { type: 'start' }>): Promise<void> {
  prepared?.model.dispose();
  [prepared, kept] = [undefined, undefined];
  const { backend, missing } = await startBackend(backends, wasm);
  prepared = prepare(job, data);
  if (weights) assign(prepared, weights);
  scope.postMessage({ type: 'started', backend, missing, data: prepared.about });
  await train();
}

async function train(): Promise<void> {
  if (!prepared) throw new Error('There is nothing to go on with; start a training.');
  const { model, data, options, view } = prepared;
  stop = new AbortController();
  const first = kept?.state.step ?? 0;
  const started = performance.now();
  let seen = 0; // time that looking takes is not training
  const progress = ({ step, steps, history, done }: Progress) => {
    const before = performance.now();
    const shown = view();
    const seconds = (before - started - seen) / 1000;
    const perStep = step > first ? seconds / (step - first) : 0;
    scope.postMessage({ type: 'progress', step, steps, seconds, perStep, history, done, view: shown });
    seen += performance.now() - before;
  };
  const { interrupted } = await fit(model, data, { ...options, progress, signal: stop.signal });
  scope.postMessage({ type: 'stopped', finished: !interrupted });
}

function decode(point: [number, number]): void {
  if (!prepared) return;
  const { model } = prepared;
  const image = tf.tidy(() => Float32Array.from(decodeMean(model, tf.tensor2d([point])).dataSync()));
  scope.postMessage({ type: 'decoded', image });
}

function weightsMessage(): ToPage {
  if (!prepared) throw new Error('There are no weights yet.');
  const { model } = prepared;
  const weights: Weights = Object.fromEntries(
    Object.entries(model.variables).map(([name, variable]) => [
      name,
      { shape: variable.shape, values: Float32Array.from(variable.dataSync()) },
    ]),
  );
  return { type: 'weights', weights, description: model.description };
}

/** @throws Error if the weights are those of another model */
function assign({ model }: Prepared, weights: Weights): void {
  const names = Object.keys(model.variables);
  const other =
    Object.keys(weights).find((name) => !names.includes(name)) ?? names.find((name) => !weights[name]);
  if (other !== undefined)
    throw new Error(`The weights are those of another model: '${other}' does not fit.`);
  for (const name of names) {
    const { shape } = model.variables[name];
    if (String(shape) !== String(weights[name].shape))
      throw new Error(
        `The weights are those of another model: '${name}' is [${weights[name].shape}]; expected [${shape}].`,
      );
    tf.tidy(() => model.variables[name].assign(tf.tensor(weights[name].values, shape)));
  }
}
