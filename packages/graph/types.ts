import type { NoiseExample } from './noise';
import type { tf } from './tf';

/** What a function is traced with: a tensor of every input's shape and type, or `noiseInput(shape)` for noise. */
export type Example = Record<string, tf.Tensor | NoiseExample>;

/** What a loss function returns: scalars, or vectors `[R]` with a replica axis. `total` is minimised (summed over replicas). */
export type Terms = Record<string, tf.Tensor>;

/** Inputs by name: typed arrays (Float32Array for float32, Int32Array for int32, Uint8Array for bool) or tensors. */
export type Feeds = Record<string, FeedArray | tf.Tensor>;
export type FeedArray = Float32Array | Int32Array | Uint8Array;

/** What all optimisers have. */
interface Common {
  /** Step size, used where no `learningRate` is fed. With a replica axis it may be a list, one for each replica. */
  learningRate: number | number[];
  /** The gradients of all variables together are shortened to this norm; with a replica axis those of each replica. */
  clipNorm?: number;
  /** Each number of a gradient is kept within ± this. */
  clipValue?: number;
}

/** Adam of Kingma and Ba, *Adam: a method for stochastic optimization*, algorithm 1. */
export interface Adam extends Common {
  name: 'adam';
  /** Decay of the first moment, by default 0.9. */
  beta1?: number;
  /** Decay of the second moment, by default 0.999. */
  beta2?: number;
  /** Added to the root of the corrected second moment, by default 1e-8. */
  epsilon?: number;
}

/** Adam with decoupled weight decay: Loshchilov and Hutter, *Decoupled weight decay regularization*, algorithm 2. */
export interface AdamW extends Common, Pick<Adam, 'beta1' | 'beta2' | 'epsilon'> {
  name: 'adamW';
  /** λ: each update also takes learningRate·λ of every weight, by default 0.004. */
  weightDecay?: number;
}

/** Plain gradient descent. */
export interface Sgd extends Common {
  name: 'sgd';
}

/** Gradient descent with a velocity; `nesterov` looks ahead along it. */
export interface Momentum extends Common {
  name: 'momentum';
  /** Share of the velocity that stays, by default 0.9. */
  momentum?: number;
  nesterov?: boolean;
}

/** RMSProp as in TensorFlow.js, not centred. */
export interface RmsProp extends Common {
  name: 'rmsprop';
  /** Decay of the mean square, by default 0.9. */
  decay?: number;
  /** By default 0. */
  momentum?: number;
  /** Added under the root, by default 1e-7. */
  epsilon?: number;
}

/** Adagrad as in TensorFlow.js. */
export interface Adagrad extends Common {
  name: 'adagrad';
  /** The sum of squares before the first update, by default 0.1. */
  initialAccumulator?: number;
  /** Added under the root, by default 1e-7. */
  epsilon?: number;
}

/** Adamax as in TensorFlow.js: Kingma and Ba, algorithm 2. */
export interface Adamax extends Common, Pick<Adam, 'beta1' | 'beta2'> {
  name: 'adamax';
  /** By default 1e-7. */
  epsilon?: number;
  /** The step size is divided by 1 + decay·(updates before), by default 0. */
  decay?: number;
}

export type Optimiser = Adam | AdamW | Sgd | Momentum | RmsProp | Adagrad | Adamax;

/** One of `tf.train`: its settings are used; state that it has is not. */
export type TfjsOptimiser = Pick<tf.Optimizer, 'getClassName' | 'getConfig'>;

/** How a function runs: compiled by XLA, as a TensorFlow graph, or op by op through TensorFlow.js. */
export type ExecutionMode = 'xla' | 'graph' | 'eager';

export interface Options {
  /** Tensors that the function uses without being given them, such as the data set; they are stored once. */
  data?: Record<string, tf.Tensor>;
  /**
   * Variables that the function of a training step assigns, such as moving averages: kept from step to step with the weights,
   * and not assigned by a step that fails.
   */
  state?: Record<string, tf.Variable>;
  /** By default `auto`: chosen by rule, see `choose.ts`. A mode that is named is taken, or an error says why it cannot be. */
  execution?: ExecutionMode | 'auto';
  /** How many steps (or calls) are expected: few are not worth a compilation. Unknown counts as many. */
  steps?: number;
  /** Told when a mode is not possible and another is taken; by default `console.warn`. */
  notice?: (text: string) => void;
}

/** A tensor's values with its shape. */
export interface Values {
  shape: number[];
  values: Float32Array;
}

/** Everything that a training run needs to go on as if it had never stopped. */
export interface OptimiserState {
  /** Number of updates done. */
  step: number;
  weights: Record<string, Values>;
  /** Means of the gradients (or velocities) by variable, if the optimiser keeps them. */
  m: Record<string, Values>;
  /** Means of their squares (or sums, or sizes), if the optimiser keeps them. */
  v: Record<string, Values>;
  /** The values of `options.state`, if there are any. */
  state?: Record<string, Values>;
}

export interface RunResult {
  /** Number of steps done: all of them, or those before the first term that was not finite. */
  completed: number;
  /** By term, the value at every completed step: `[completed]`, or `[completed, R]` row by row with replicas. */
  terms: Record<string, Float32Array>;
  /** The first term that was not finite. `step` counts from 0 inside this run; its update was not made. */
  failed?: { step: number; term: string; value: number; replica?: number };
}

interface Traced {
  /** The mode that is taken. */
  readonly execution: ExecutionMode;
  /** Why it is. */
  readonly reason: string;
  /**
   * Hash of the function's operations (with attributes, constants, shapes, types), the optimiser, the mode and XLA's flags.
   * Two with one fingerprint do the same; undefined where the operations could not be recorded.
   */
  readonly fingerprint: string | undefined;
  /** Frees the session and its files. Nothing can be called afterwards. */
  dispose(): void;
}

/** A training step: forward, backward, update. */
export interface Step extends Traced {
  /** Names of the terms, in the function's order. */
  readonly terms: readonly string[];
  /** A good number of steps for one `run`: some 20 to 50 ms of work under XLA, 1 elsewhere. */
  readonly preferredSteps: number;
  /**
   * Runs steps. Blocks Node meanwhile. Every feed has the steps as its first axis: `[K, ...shape]`.
   * A noise input is fed seed pairs, int32 `[K, 2]` or `[K, R, 2]`. `learningRate`, float32 `[K]`, may be fed.
   * A `tf.Variable` that was assigned since the last `run`, `pull` or `restore` replaces the trained value.
   * @param count K; may be left out where the feeds give it
   * @throws Error if a feed is missing, unknown, or has another shape or type
   */
  run(feeds: Feeds, count?: number): RunResult;
  /** Copies weights and moments out, exactly. */
  state(): OptimiserState;
  /** Copies weights and moments in, exactly; the `tf.Variable`s get the weights too. */
  restore(state: OptimiserState): void;
  /** Copies the weights into the `tf.Variable`s. */
  pull(): void;
}

/** A function without training. */
export interface Evaluation extends Traced {
  /**
   * Calls the function once. Feeds have the example's shape; a noise input is fed its seed pair, int32 `[2]` or `[R, 2]`.
   * `tf.Variable`s assigned since the last call are copied into the session first.
   * @returns new tensors, the caller's to dispose (inside `tf.tidy` as usual)
   */
  call(feeds: Feeds): Record<string, tf.Tensor>;
}

/** A training step whose mode and fingerprint are known, before a session is opened for it. */
export interface PreparedStep {
  /** The mode that `build` tries first, and what the step's fingerprint is if it succeeds. */
  readonly execution: ExecutionMode;
  readonly fingerprint: string | undefined;
  /** Opens the session, which compiles the step where XLA does. */
  build(): Step;
}

/** How functions of tensors are run: `graph` and `prepareStep` of this package, or those of `eagerExecution`. */
export interface Execution {
  /**
   * Makes a function of tensors ready to be run in one of the modes.
   *
   * With an optimiser it is a training step: `fn` returns terms of which `total` is minimised, and `run` makes steps.
   * Without, `call` gives the function's results. `fn` has to be pure: what changes from call to call is an input (noise too,
   * see `noiseInput`), and tensors that it uses without being given them are `variables` or declared in `options.data`.
   *
   * @param fn receives tensors of the example's shapes by name
   * @param example one example of the inputs, or several (a full batch and a smaller last one) that share weights and session
   * @param variables the weights by name
   * @param optimiser how to train; leave it out for a function without training
   * @throws Error if the function reads a value back, uses an unknown tensor, draws stateful random numbers, or holds a
   *   constant that changes from call to call
   */
  graph: {
    (
      fn: (inputs: Record<string, tf.Tensor>) => Terms,
      example: Example | Example[],
      variables: Record<string, tf.Variable>,
      optimiser: Optimiser | TfjsOptimiser,
      options?: Options,
    ): Step;
    (
      fn: (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>,
      example: Example | Example[],
      variables: Record<string, tf.Variable>,
      optimiser?: undefined,
      options?: Options,
    ): Evaluation;
  };
  /** The first half of `graph` for a training step: enough to know whether its result is kept somewhere already. */
  prepareStep(
    fn: (inputs: Record<string, tf.Tensor>) => Terms,
    example: Example | Example[],
    variables: Record<string, tf.Variable>,
    optimiser: Optimiser | TfjsOptimiser,
    options?: Options,
  ): PreparedStep;
}
