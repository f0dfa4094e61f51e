/**
 * Graph mode: a function written in plain TensorFlow.js runs as one TensorFlow graph, compiled by XLA where that pays.
 *
 *   const step = graph(({ index, noise }) => ({ total, reconstruction, kl }), { index: tf.zeros([128], 'int32'),
 *     noise: noiseInput([128, 2]) }, variables, { name: 'adam', learningRate: 1e-3 }, { data: { images } });
 *   step.run({ index, noise: seeds });   // K steps at once: index [K, 128], seeds [K, 2]
 *   step.pull();                         // the weights, into the tf.Variables
 *
 * How it works, from the outside in: compile.ts makes a step of a LayersModel; graph.ts traces and chooses (choose.ts), step.ts
 * checks and names, eager-runner.ts and session-runner.ts run. trace.ts records what TensorFlow.js asks of its native binding
 * as a program (program.ts), update.ts what an optimiser (optimisers.ts) adds to it; training-graph.ts builds the training
 * loop around it, with checks of what XLA would let pass (faults.ts); graph-def.ts writes TensorFlow's format; session.ts
 * loads it. eager.ts is the entry without a session; record.ts makes its fingerprints.
 */
export {
  type CompiledModel,
  type CompileOptions,
  compile,
  type FitCallbacks,
  type FitOptions,
  type History,
} from './compile';
export { type Draw, eagerExecution } from './eager';
export { graph, prepareStep } from './graph';
export { type NoiseExample, noiseInput } from './noise';
export type {
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  Evaluation,
  Example,
  Execution,
  ExecutionMode,
  FeedArray,
  Feeds,
  Momentum,
  Optimiser,
  OptimiserState,
  Options,
  PreparedStep,
  RmsProp,
  RunResult,
  Sgd,
  Step,
  Terms,
  TfjsOptimiser,
  Values,
} from './types';
