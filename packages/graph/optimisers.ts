import { type AdamConstants, adamCoefficients, adamConstants, adamUpdate } from './adam';
import { tf } from './tf';
import type { Optimiser, TfjsOptimiser } from './types';

/** What an optimiser keeps of a variable: `m` a mean of gradients (or a velocity), `v` one of their squares (or sizes). */
export type Slot = 'm' | 'v';

/** One variable at one update. */
export type Update = { weight: tf.Tensor; gradient: tf.Tensor } & Partial<Record<Slot, tf.Tensor>>;
export type Updated = { weight: tf.Tensor } & Partial<Record<Slot, tf.Tensor>>;

/** How a variable follows from its gradient, the same in every mode. */
export interface Rule {
  /** All that decides the numbers, for fingerprints. */
  readonly description: object;
  /** Used where none is fed; a list with replicas that have their own. */
  readonly learningRate: number | number[];
  readonly slots: readonly Slot[];
  /** What `v` is before the first update. */
  readonly firstV: number;
  /** What changes from step to step, made in float64 for every mode. @param step number of the update, from 1 */
  coefficients(learningRate: number, step: number): number[];
  /** In TensorFlow.js operations. @param coefficients of this step, to be broadcast. Call inside `tf.tidy` */
  update(given: Update, coefficients: tf.Tensor[]): Updated;
  /** Gradients by variable, clipped as asked for. Call inside `tf.tidy`. @param replicas with an axis of them, how many */
  clip(gradients: Record<string, tf.Tensor>, replicas?: number): Record<string, tf.Tensor>;
  /** Constants of TensorFlow's own kernel, which does the same at once. */
  readonly adam?: AdamConstants;
}

type Formula = Pick<Rule, 'slots' | 'coefficients' | 'update' | 'adam'> & {
  firstV?: number;
  constants: object;
};
type Of<N extends Optimiser['name']> = Extract<Optimiser, { name: N }>;

// As in TensorFlow.js (`tf.train.*`), operation by operation; Adam as in `adam.ts`.
const formulas: { [N in Optimiser['name']]: (given: Of<N>) => Formula } = {
  adam(given) {
    const adam = adamConstants(given);
    return {
      constants: adam,
      slots: ['m', 'v'],
      coefficients: (rate, step) => adamCoefficients(adam, rate, step),
      update: (one, [rate, epsilon]) => adamUpdate(adam, [rate, epsilon], one as Required<Update>),
      adam: Array.isArray(given.learningRate) ? undefined : adam,
    };
  },
  adamW({ weightDecay = 0.004, ...given }) {
    const adam = adamConstants({ ...given, name: 'adam' });
    inRange('weightDecay', weightDecay, weightDecay >= 0, 'a number ≥ 0');
    return {
      constants: { ...adam, weightDecay },
      slots: ['m', 'v'],
      coefficients: (rate, step) => [...adamCoefficients(adam, rate, step), rate * weightDecay],
      update(one, [rate, epsilon, decay]) {
        const weight = tf.sub(one.weight, tf.mul(one.weight, decay));
        return adamUpdate(adam, [rate, epsilon], { ...(one as Required<Update>), weight });
      },
    };
  },
  sgd: () => ({
    constants: {},
    slots: [],
    coefficients: (rate) => [-rate],
    update: ({ weight, gradient }, [rate]) => ({ weight: tf.add(tf.mul(rate, gradient), weight) }),
  }),
  momentum({ momentum = 0.9, nesterov = false }) {
    inRange('momentum', momentum, momentum >= 0 && momentum < 1, '0 ≤ momentum < 1');
    return {
      constants: { momentum, nesterov },
      slots: ['m'],
      coefficients: (rate) => [-rate],
      update({ weight, gradient, m }, [rate]) {
        const velocity = tf.add(tf.mul(momentum, m as tf.Tensor), gradient);
        const step = nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity;
        return { weight: tf.add(tf.mul(rate, step), weight), m: velocity };
      },
    };
  },
  rmsprop({ decay = 0.9, momentum = 0, epsilon = 1e-7 }) {
    inRange('decay', decay, decay >= 0 && decay < 1, '0 ≤ decay < 1');
    inRange('momentum', momentum, momentum >= 0 && momentum < 1, '0 ≤ momentum < 1');
    inRange('epsilon', epsilon, epsilon > 0, 'a number > 0');
    return {
      constants: { decay, momentum, epsilon },
      slots: ['m', 'v'],
      coefficients: (rate) => [rate],
      update({ weight, gradient, m, v }, [rate]) {
        const squares = tf.add(tf.mul(v as tf.Tensor, decay), tf.mul(tf.square(gradient), 1 - decay));
        const own = tf.div(tf.mul(gradient, rate), tf.sqrt(tf.add(squares, epsilon)));
        const velocity = tf.add(tf.mul(m as tf.Tensor, momentum), own);
        return { weight: tf.sub(weight, velocity), m: velocity, v: squares };
      },
    };
  },
  adagrad({ initialAccumulator = 0.1, epsilon = 1e-7 }) {
    inRange('initialAccumulator', initialAccumulator, initialAccumulator >= 0, 'a number ≥ 0');
    inRange('epsilon', epsilon, epsilon > 0, 'a number > 0');
    return {
      constants: { initialAccumulator, epsilon },
      slots: ['v'],
      firstV: initialAccumulator,
      coefficients: (rate) => [-rate],
      update({ weight, gradient, v }, [rate]) {
        const squares = tf.add(v as tf.Tensor, tf.square(gradient));
        return {
          weight: tf.add(tf.mul(tf.div(gradient, tf.sqrt(tf.add(squares, epsilon))), rate), weight),
          v: squares,
        };
      },
    };
  },
  adamax({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, decay = 0 }) {
    inRange('beta1', beta1, beta1 >= 0 && beta1 < 1, '0 ≤ beta1 < 1');
    inRange('beta2', beta2, beta2 >= 0 && beta2 < 1, '0 ≤ beta2 < 1');
    inRange('epsilon', epsilon, epsilon > 0, 'a number > 0');
    return {
      constants: { beta1, beta2, epsilon, decay },
      slots: ['m', 'v'],
      coefficients: (rate, step) => [-rate / (1 + (step - 1) * decay) / (1 - beta1 ** step)],
      update({ weight, gradient, m, v }, [rate]) {
        const first = tf.add(tf.mul(m as tf.Tensor, beta1), tf.mul(gradient, 1 - beta1));
        const largest = tf.maximum(tf.mul(v as tf.Tensor, beta2), tf.abs(gradient));
        return {
          weight: tf.add(tf.mul(rate, tf.div(first, tf.add(largest, epsilon))), weight),
          m: first,
          v: largest,
        };
      },
    };
  },
};

/**
 * The rule of an optimiser, described or given as TensorFlow.js's own (whose settings are taken, not its state).
 * @throws RangeError if it is not known or a constant is out of its range
 */
export function ruleOf(given: Optimiser | TfjsOptimiser): Rule {
  const optimiser = isTfjsOptimiser(given) ? fromTfjs(given) : given;
  const formula = formulas[optimiser?.name] as ((given: Optimiser) => Formula) | undefined;
  if (!formula || !Object.hasOwn(formulas, optimiser.name)) {
    throw new RangeError(
      `optimiser '${optimiser?.name}' is not known; expected ${Object.keys(formulas).join(', ')} or one of tf.train`,
    );
  }
  const { learningRate, clipNorm, clipValue } = optimiser;
  for (const rate of [learningRate].flat())
    inRange('learningRate', rate, rate >= 0 && Number.isFinite(rate), 'a finite number ≥ 0');
  for (const [name, limit] of Object.entries({ clipNorm, clipValue }))
    if (limit !== undefined) inRange(name, limit, limit > 0, 'a number > 0');
  const { constants, firstV = 0, ...rest } = formula(optimiser);
  return {
    ...rest,
    firstV,
    learningRate,
    description: { name: optimiser.name, learningRate, ...constants, clipNorm, clipValue },
    clip(gradients, replicas) {
      let clipped = gradients;
      const each = (f: (gradient: tf.Tensor) => tf.Tensor) =>
        Object.fromEntries(Object.entries(clipped).map(([name, gradient]) => [name, f(gradient)]));
      if (clipValue !== undefined)
        clipped = each((gradient) => tf.clipByValue(gradient, -clipValue, clipValue));
      if (clipNorm !== undefined) {
        const factor = clipFactor(Object.entries(clipped), clipNorm, replicas);
        clipped = each((gradient) => tf.mul(gradient, spread(factor, gradient.rank)));
      }
      return clipped;
    },
  };
}

/** min(1, limit/norm), one for all gradients together; with replicas one for each: [replicas]. */
function clipFactor(gradients: [string, tf.Tensor][], limit: number, replicas?: number): tf.Tensor {
  const squares = gradients.map(([name, gradient]) => {
    if (!replicas) return tf.sum(tf.square(gradient));
    if (gradient.shape[0] !== replicas) {
      throw new RangeError(
        `clipNorm with replicas: variable '${name}' has shape [${gradient.shape}]; expected ${replicas} first, as each ` +
          'replica is clipped by itself',
      );
    }
    const own = gradient.shape.map((_, axis) => axis).slice(1);
    return own.length ? tf.sum(tf.square(gradient), own) : tf.square(gradient);
  });
  const norm = tf.sqrt(squares.reduce((sum, square) => tf.add(sum, square)));
  return tf.div(limit, tf.maximum(norm, limit));
}

/** A scalar as it is; one number for each replica, so that it broadcasts over a tensor of this rank. */
export const spread = (values: tf.Tensor, rank: number): tf.Tensor =>
  values.rank ? tf.reshape(values, [-1, ...new Array(Math.max(0, rank - 1)).fill(1)]) : values;

const isTfjsOptimiser = (given: Optimiser | TfjsOptimiser): given is TfjsOptimiser =>
  typeof (given as TfjsOptimiser)?.getClassName === 'function';

/** The description of one of TensorFlow.js's optimisers. */
function fromTfjs(given: TfjsOptimiser): Optimiser {
  const name = given.getClassName();
  const { useNesterov, initialAccumulatorValue, centered, ...config } = given.getConfig() as Record<
    string,
    number
  >;
  const { learningRate } = config;
  switch (name) {
    case 'SGD':
      return { name: 'sgd', learningRate };
    case 'Momentum':
      return { name: 'momentum', learningRate, momentum: config.momentum, nesterov: !!useNesterov };
    case 'RMSProp':
      if (centered) break;
      return { ...config, name: 'rmsprop', learningRate };
    case 'Adagrad':
      return { name: 'adagrad', learningRate, initialAccumulator: initialAccumulatorValue };
    case 'Adamax':
      return { ...config, name: 'adamax', learningRate };
    case 'Adam':
      return { ...config, name: 'adam', learningRate };
  }
  throw new RangeError(
    `the optimiser ${name}${centered ? ', centred,' : ''} of TensorFlow.js is not known here; expected sgd, momentum, ` +
      'rmsprop (not centred), adagrad, adamax or adam of tf.train',
  );
}

function inRange(name: string, value: unknown, fits: boolean, expected: string) {
  if (typeof value !== 'number' || !fits) throw new RangeError(`${name} is ${value}; expected ${expected}`);
}
