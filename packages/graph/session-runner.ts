import type { AdamConstants } from './adam';
import { ownTensor } from './own-memory';
import { isNextIndex, philoxStart } from './philox';
import type { Caller, Trainer } from './runner';
import { Session } from './session';
import { assign, fetch, Mirror, variableName } from './session-variables';
import { sizeOf } from './sizes';
import { tf } from './tf';
import { evaluationGraph, names, type Part, trainingGraph } from './training-graph';
import type { FeedArray } from './types';

type Tensors<T extends tf.Tensor = tf.Tensor> = Record<string, T>;

/** Trains in a session: a compiled loop where a part has a chunk, one step a call elsewhere. */
export function sessionTrainer(
  parts: Part[],
  variables: Tensors<tf.Variable>,
  data: Tensors,
  adam: AdamConstants,
  preferredSteps: number,
): Trainer {
  const session = new Session(trainingGraph(parts, adam));
  const list = Object.values(variables);
  const mirror = new Mirror(session, list);
  const all = (kind: 'w' | 'm' | 'v') => list.map((_, i) => variableName(kind, i));
  tf.tidy(() => {
    const zeros = (kind: 'm' | 'v') =>
      Object.fromEntries(
        all(kind).map((name, i) => [name, ownTensor(new Float32Array(list[i].size), list[i].shape)]),
      );
    assign(session, { ...zeros('m'), ...zeros('v') });
  });
  setData(session, data);

  /** One call: `count` steps from `from` on. */
  const call = (
    p: number,
    arrays: Record<string, FeedArray>,
    from: number,
    count: number,
    coefficients: Float32Array,
  ) => {
    const { chunk } = parts[p];
    const feeds = feedsOf(parts[p], p, arrays, from, count);
    feeds[names.adam(p)] = ownTensor(coefficients, chunk ? [chunk, 2] : [2]);
    if (chunk) feeds[names.steps(p)] = ownTensor(Int32Array.of(count), [], 'int32');
    return session.run(feeds, [names.output(p, 0)])[0].dataSync() as Float32Array;
  };

  const trainer: Trainer = {
    preferredSteps,
    run(p, arrays, count, coefficients) {
      mirror.push();
      const chunk = parts[p].chunk ?? 1;
      const rows: Float32Array[] = [];
      for (let from = 0, steps = 0; from < count; from += steps) {
        steps = stepsTogether(parts[p], arrays, from, Math.min(chunk, count - from));
        const adamFeed = new Float32Array(chunk * 2);
        for (let k = 0; k < steps; k++) adamFeed.set(coefficients(from + k), k * 2);
        const values = tf.tidy(() => call(p, arrays, from, steps, adamFeed));
        const width = values.length / chunk;
        for (let k = 0; k < steps; k++) {
          const row = values.subarray(k * width, (k + 1) * width);
          rows.push(row);
          if (!row.every(Number.isFinite)) return rows;
        }
      }
      return rows;
    },
    read() {
      mirror.push();
      const [weights, m, v] = (['w', 'm', 'v'] as const).map((kind) => {
        const tensors = fetch(session, all(kind));
        const values = tensors.map((tensor) => (tensor.dataSync() as Float32Array).slice());
        tf.dispose(tensors);
        return Object.fromEntries(Object.keys(variables).map((name, i) => [name, values[i]]));
      });
      return { weights, m, v };
    },
    write({ weights, m, v }) {
      tf.tidy(() =>
        Object.keys(variables).forEach((name, i) => {
          const tensor = (values: Float32Array) => ownTensor(values, list[i].shape);
          list[i].assign(tensor(weights[name]));
          assign(session, {
            [variableName('m', i)]: tensor(m[name]),
            [variableName('v', i)]: tensor(v[name]),
          });
        }),
      );
      mirror.push();
    },
    pull: () => mirror.pull(),
    dispose: () => session.dispose(),
  };
  return disposedOnError(session, () => {
    mirror.push();
    // Compiles every part now, so that what XLA cannot compile is known before the first step: no step is run.
    parts.forEach((part, p) => {
      if (part.chunk) tf.tidy(() => call(p, emptyArrays(part, 1), 0, 0, new Float32Array(2 * part.chunk!)));
    });
    return trainer;
  });
}

/** Calls a function in a session. */
export function sessionCaller(
  parts: Part[],
  variables: Tensors<tf.Variable>,
  data: Tensors,
  compiled: boolean,
): Caller {
  const session = new Session(evaluationGraph(parts, compiled));
  const mirror = new Mirror(session, Object.values(variables));
  setData(session, data);
  const caller: Caller = {
    call(p, arrays) {
      mirror.push();
      return tf.tidy(() => {
        const outputs = Object.keys(parts[p].program.outputs);
        const results = session.run(
          feedsOf(parts[p], p, arrays, 0, 1),
          outputs.map((_, i) => names.output(p, i)),
        );
        return Object.fromEntries(outputs.map((name, i) => [name, results[i]]));
      });
    },
    dispose: () => session.dispose(),
  };
  return disposedOnError(session, () => {
    if (compiled) parts.forEach((part, p) => tf.dispose(caller.call(p, emptyArrays(part, 1))));
    return caller;
  });
}

function disposedOnError<T>(session: Session, make: () => T): T {
  try {
    return make();
  } catch (error) {
    session.dispose();
    throw error;
  }
}

const setData = (session: Session, data: Tensors) =>
  assign(session, Object.fromEntries(Object.values(data).map((tensor, i) => [variableName('d', i), tensor])));

/** How many steps from `from` on one call can make: the indices of their noise have to be consecutive. */
function stepsTogether(
  { noise }: Part,
  arrays: Record<string, FeedArray>,
  from: number,
  most: number,
): number {
  let steps = 1;
  const follows = () =>
    Object.entries(noise).every(([name, like]) =>
      isNextIndex(like, arrays[name] as Int32Array, from + steps),
    );
  while (steps < most && follows()) steps++;
  return steps;
}

/** Tensors for the placeholders of a part, from `count` steps of stacked arrays, filled up to the chunk. */
function feedsOf(
  { inputs, noise, chunk }: Part,
  p: number,
  arrays: Record<string, FeedArray>,
  from: number,
  count: number,
): Tensors {
  return Object.fromEntries(
    inputs.flatMap(({ name, shape, dtype }, i): [string, tf.Tensor][] => {
      const size = sizeOf(shape);
      if (noise[name]) {
        // the seeds of the first step tell all
        const replicas = noise[name].replicas ?? 1;
        const seeds = arrays[name].subarray(from * size, (from + 1) * size) as Int32Array;
        const { keys, counters } = philoxStart(noise[name], seeds);
        return [
          [names.keys(p, i), ownTensor(keys, [replicas, 1, 2], 'int32')],
          [names.counters(p, i), ownTensor(counters, [replicas, 2, 2], 'int32')],
        ];
      }
      let values = arrays[name].subarray(from * size, (from + count) * size);
      if (chunk && count < chunk) {
        const padded = new (values.constructor as Float32ArrayConstructor)(chunk * size) as FeedArray;
        padded.set(values);
        values = padded;
      }
      return [[names.input(p, i), ownTensor(values, chunk ? [chunk, ...shape] : shape, dtype)]];
    }),
  );
}

function emptyArrays({ inputs }: Part, steps: number): Record<string, FeedArray> {
  return Object.fromEntries(
    inputs.map(({ name, shape, dtype }) => {
      const size = steps * sizeOf(shape);
      return [name, new { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype](size)];
    }),
  );
}
