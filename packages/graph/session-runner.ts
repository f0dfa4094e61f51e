import type { Rule } from './optimisers';
import { ownTensor } from './own-memory';
import { isNextIndex, philoxStart } from './philox';
import type { Caller, Trainer } from './runner';
import { Session } from './session';
import { assign, fetch, Mirror, variableName } from './session-variables';
import { sizeOf } from './sizes';
import { tf } from './tf';
import { evaluationGraph, names, type Part, trainingGraph } from './training-graph';
import type { FeedArray } from './types';
import { COEFFICIENTS } from './update';

type Tensors<T extends tf.Tensor = tf.Tensor> = Record<string, T>;

/** Trains in a session: a compiled loop where a part has a chunk, one step a call elsewhere. */
export function sessionTrainer(
  parts: Part[],
  variables: Tensors<tf.Variable>,
  state: Tensors<tf.Variable>,
  data: Tensors,
  rule: Rule,
  preferredSteps: number,
): Trainer {
  const session = new Session(trainingGraph(parts, rule));
  const list = Object.values(variables);
  const kept = Object.values(state);
  const mirror = new Mirror(session, list, kept);
  tf.tidy(() => {
    for (const slot of rule.slots) {
      const first = slot === 'v' ? rule.firstV : 0;
      const values = list.map(({ size, shape }) => ownTensor(new Float32Array(size).fill(first), shape));
      assign(session, Object.fromEntries(values.map((value, i) => [variableName(slot, i), value])));
    }
  });
  setData(session, data);

  /** One call: `count` steps from `from` on. */
  const call = (p: number, arrays: Record<string, FeedArray>, from: number, count: number) => {
    const feeds = feedsOf(parts[p], p, arrays, from, count);
    if (parts[p].chunk) feeds[names.steps(p)] = ownTensor(Int32Array.of(count), [], 'int32');
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
        const all = Array.from({ length: steps }, (_, k) => coefficients(from + k));
        const rates = new Float32Array(steps * all[0].length);
        all.forEach((values, k) => rates.set(values, k * values.length));
        // indices count from the first step of this call, where the coefficients do
        const given = { ...fromStep(parts[p], arrays, from), [COEFFICIENTS]: rates };
        let values: Float32Array;
        try {
          values = tf.tidy(() => call(p, given, 0, steps));
        } catch (error) {
          return { rows, error: error as Error };
        }
        const width = values.length / chunk;
        for (let k = 0; k < steps; k++) {
          const { row, error } = withoutFaults(values.subarray(k * width, (k + 1) * width), parts[p]);
          if (error) return { rows, error };
          rows.push(row);
          if (!row.every(Number.isFinite)) return { rows };
        }
      }
      return { rows };
    },
    read() {
      mirror.push();
      const all = (from: 'variable' | 'm' | 'v' | 'state', of: Tensors) => {
        const tensors = fetch(
          session,
          Object.keys(of).map((_, i) => variableName(from, i)),
        );
        const values = tensors.map((tensor) => (tensor.dataSync() as Float32Array).slice());
        tf.dispose(tensors);
        return Object.fromEntries(Object.keys(of).map((name, i) => [name, values[i]]));
      };
      const slot = (name: 'm' | 'v') => (rule.slots.includes(name) ? all(name, variables) : {});
      return { weights: all('variable', variables), m: slot('m'), v: slot('v'), state: all('state', state) };
    },
    write(given) {
      tf.tidy(() => {
        const tensor = (values: Float32Array, { shape, dtype }: tf.Tensor) =>
          ownTensor(values, shape, dtype as 'float32');
        Object.entries(variables).forEach(([name, variable], i) => {
          variable.assign(tensor(given.weights[name], variable));
          for (const slot of rule.slots)
            assign(session, { [variableName(slot, i)]: tensor(given[slot][name], variable) });
        });
        for (const [name, variable] of Object.entries(state))
          variable.assign(tensor(given.state[name], variable));
      });
      mirror.push();
    },
    pull: () => mirror.pull(),
    dispose: () => session.dispose(),
  };
  return disposedOnError(session, () => {
    mirror.push();
    // Compiles every part now, so that what XLA cannot compile is known before the first step: no step is run.
    parts.forEach((part, p) => {
      if (part.chunk) tf.tidy(() => call(p, emptyArrays(part, 1), 0, 0));
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
  /** The results, and last the numbers of the checks if there are any. */
  const run = (p: number, arrays: Record<string, FeedArray>) => {
    const count = Object.keys(parts[p].program.outputs).length + (parts[p].checks.length ? 1 : 0);
    const fetched = Array.from({ length: count }, (_, i) => names.output(p, i));
    return session.run(feedsOf(parts[p], p, arrays, 0, 1), fetched);
  };
  const caller: Caller = {
    call(p, arrays) {
      mirror.push();
      return tf.tidy(() => {
        const outputs = Object.keys(parts[p].program.outputs);
        const results = run(p, arrays);
        if (parts[p].checks.length) {
          const { error } = withoutFaults(results[outputs.length].dataSync() as Float32Array, parts[p]);
          if (error) throw error;
        }
        return Object.fromEntries(outputs.map((name, i) => [name, results[i]]));
      });
    },
    dispose: () => session.dispose(),
  };
  return disposedOnError(session, () => {
    mirror.push();
    // compiles now; what the zeros give does not matter
    if (compiled) parts.forEach((part, p) => tf.tidy(() => void run(p, emptyArrays(part, 1))));
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
  assign(
    session,
    Object.fromEntries(Object.values(data).map((tensor, i) => [variableName('data', i), tensor])),
  );

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

/** The arrays of a part from a step on. */
const fromStep = ({ inputs }: Part, arrays: Record<string, FeedArray>, from: number) =>
  Object.fromEntries(
    inputs.flatMap(({ name, shape }) =>
      name in arrays ? [[name, arrays[name].subarray(from * sizeOf(shape))]] : [],
    ),
  );

/** A compiled step's numbers without those of the checks, which come last, and what they found. */
function withoutFaults(values: Float32Array, { checks }: Part): { row: Float32Array; error?: Error } {
  const terms = values.length - checks.length;
  const fault = checks.find((_, i) => !Number.isFinite(values[terms + i]));
  return { row: values.subarray(0, terms), error: fault && new RangeError(fault.text) };
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
