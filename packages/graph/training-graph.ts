import type { AdamConstants } from './adam';
import { DataType } from './backend';
import type { Input } from './feeds';
import { type Argument, a, type Body, Graph, output, type Ref } from './graph-def';
import { type NoiseExample, noiseShape } from './noise';
import { PHILOX, paddedSize, UINT64 } from './philox';
import type { Program, Source } from './program';
import { addVariable, variableName } from './session-variables';
import { sizeOf } from './sizes';

const FLOAT = DataType.float32;
const INT = DataType.int32;
const BOOL = DataType.bool;
const RESOURCE = DataType.resource;

/** One example's part of a graph: its traced program, what it is fed, and which inputs are noise. */
export interface Part {
  program: Program;
  inputs: Input[];
  noise: Record<string, NoiseExample>;
  /** Steps of one call: a compiled loop of at most so many; undefined: one step, not compiled. */
  chunk?: number;
}

/** Output of a training program: terms side by side, `[terms, R]`. */
export const TERMS = 'terms';
/** Output of a training program: a variable's gradient. */
export const gradientOf = (variable: string) => `gradient of ${variable}`;

/** Names of the nodes that are fed and fetched. */
export const names = {
  input: (part: number, i: number) => `part${part}/input${i}`,
  keys: (part: number, i: number) => `part${part}/keys${i}`,
  counters: (part: number, i: number) => `part${part}/counters${i}`,
  adam: (part: number) => `part${part}/adam`,
  steps: (part: number) => `part${part}/steps`,
  output: (part: number, i: number) => `part${part}/output${i}`,
};

/** What a step needs besides its inputs: handles by name. */
interface Handles {
  w: Record<string, Ref>;
  m: Record<string, Ref>;
  v: Record<string, Ref>;
  d: Record<string, Ref>;
}

/**
 * The graph that trains. A part without `chunk` is one step: feeds its inputs and `adam` [2] (rate and ε′), fetches the terms.
 * A part with `chunk` K is a loop of up to `steps` ≤ K steps, compiled by XLA as one function: feeds stacked inputs and
 * `adam` [K, 2], fetches the terms [K, terms × R]; rows after the first that is not finite stay 0.
 * Noise is drawn from the fed seeds by TensorFlow's own kernel, outside the compiled function: there it has other bits.
 */
export function trainingGraph(parts: Part[], adam: AdamConstants): Graph {
  const graph = new Graph();
  const handles = addVariables(graph.main, parts[0].program, ['w', 'm', 'v']);
  parts.forEach((part, p) => {
    const fed = addInputs(graph.main, part, p);
    const coefficients = graph.main.add(
      'Placeholder',
      [],
      { dtype: a.type(FLOAT), shape: a.shape(part.chunk ? [part.chunk, 2] : [2]) },
      { name: names.adam(p) },
    );
    const terms = part.chunk
      ? compiledLoop(graph, part, p, fed, coefficients, handles, adam)
      : guardedStep(graph.main, part.program, fed, coefficients, handles, adam);
    graph.main.add('Identity', [terms], { T: a.type(FLOAT) }, { name: names.output(p, 0) });
  });
  return graph;
}

/** The graph that calls a function: feeds its inputs, fetches its outputs, in the program's order. */
export function evaluationGraph(parts: Part[], compiled: boolean): Graph {
  const graph = new Graph();
  const handles = addVariables(graph.main, parts[0].program, ['w']);
  parts.forEach((part, p) => {
    const { program } = part;
    const fed = addInputs(graph.main, part, p);
    const emit = (body: Body, inputs: Record<string, Ref>, at: Handles) => {
      const find = body.program(program, resolver(body, program, inputs, at));
      return Object.values(program.outputs).map((source): [Ref, number] => [
        find(source),
        typeOf(program, source).dtype,
      ]);
    };
    let results: [Ref, number][];
    if (compiled) {
      const { takes, given, inside } = flatArguments(part, fed, handles);
      const f = graph.define(`evaluate${p}`, takes, (body) => emit(body, inside.inputs, inside.handles));
      const call = graph.callCompiled(f, given);
      results = f.gives.map((dtype, i) => [output(call, i), dtype]);
    } else results = emit(graph.main, fed, handles);
    results.forEach(([ref, dtype], i) =>
      graph.main.add('Identity', [ref], { T: a.type(dtype) }, { name: names.output(p, i) }),
    );
  });
  return graph;
}

function addVariables(main: Body, program: Program, kinds: ('w' | 'm' | 'v')[]): Handles {
  const handles: Handles = { w: {}, m: {}, v: {}, d: {} };
  for (const kind of kinds) {
    Object.entries(program.variables).forEach(([name, type], i) => {
      handles[kind][name] = addVariable(main, variableName(kind, i), type);
    });
  }
  Object.entries(program.data).forEach(([name, type], i) => {
    handles.d[name] = addVariable(main, variableName('d', i), type);
  });
  return handles;
}

/** Placeholders for the inputs, stacked where there is a chunk; noise inputs are drawn. */
function addInputs(main: Body, { inputs, noise, chunk }: Part, p: number): Record<string, Ref> {
  return Object.fromEntries(
    inputs.map(({ name, shape, dtype }, i) => {
      if (noise[name]) return [name, draw(main, noise[name], p, i, chunk)];
      const fed = main.add(
        'Placeholder',
        [],
        { dtype: a.type(DataType[dtype]), shape: a.shape(chunk ? [chunk, ...shape] : shape) },
        { name: names.input(p, i) },
      );
      return [name, fed];
    }),
  );
}

/** Noise of all steps at once, one draw a replica: the draws of consecutive indices lie side by side (see noise.ts). */
function draw(main: Body, noise: NoiseExample, p: number, i: number, chunk?: number): Ref {
  const [replicas, steps] = [noise.replicas ?? 1, chunk ?? 1];
  const words = (name: string, count: number) => {
    // [R, count, 2] words of 32 bits -> R × [count] numbers of 64 bits
    const fed = main.add(
      'Placeholder',
      [],
      { dtype: a.type(INT), shape: a.shape([replicas, count, 2]) },
      { name },
    );
    const wide = main.add('Bitcast', [fed], { T: a.type(INT), type: a.type(UINT64) });
    return main.unpack(wide, replicas, UINT64);
  };
  const counters = words(names.counters(p, i), 2);
  const [shape, generator] = [main.ints([steps, paddedSize(noise)]), main.int(PHILOX)];
  const draws = words(names.keys(p, i), 1).map((key, r) =>
    main.add('StatelessRandomNormalV2', [shape, key, counters[r], generator], {
      dtype: a.type(FLOAT),
      Tshape: a.type(INT),
    }),
  );
  const stacked = main.add('Pack', draws, { T: a.type(FLOAT), N: a.int(replicas), axis: a.int(1) }); // [steps, R, padded]
  const cut = main.add(
    'Slice',
    [stacked, main.ints([0, 0, 0]), main.ints([steps, replicas, sizeOf(noise.shape)])],
    { T: a.type(FLOAT), Index: a.type(INT) },
  );
  return main.reshape(cut, chunk ? [chunk, ...noiseShape(noise)] : noiseShape(noise));
}

function typeOf(program: Program, source: Source) {
  if (source.from === 'node') return program.nodes[source.node].outputs[source.output];
  return { input: program.inputs, variable: program.variables, data: program.data }[source.from][source.name];
}

/** What a program's inputs, variables and data are in a body; every variable is read once. */
function resolver(body: Body, program: Program, inputs: Record<string, Ref>, handles: Handles) {
  const read = new Map<string, Ref>();
  return (source: Exclude<Source, { from: 'node' }>): Ref => {
    if (source.from === 'input') return inputs[source.name];
    const key = `${source.from} ${source.name}`;
    const handle = handles[source.from === 'variable' ? 'w' : 'd'][source.name];
    if (!read.has(key)) read.set(key, body.read(handle, typeOf(program, source).dtype));
    return read.get(key) as Ref;
  };
}

/** Adam for every variable (see adam.ts for the coefficients); gives the nodes that update. */
function update(
  body: Body,
  variables: string[],
  handles: Handles,
  {
    rate,
    beta1,
    beta2,
    epsilon,
    gradient,
  }: Record<'rate' | 'beta1' | 'beta2' | 'epsilon', Ref> & { gradient: (name: string) => Ref },
): Ref[] {
  const power = body.float(0); // the coefficients hold the corrections
  return variables.map((name) =>
    body.add(
      'ResourceApplyAdam',
      [
        handles.w[name],
        handles.m[name],
        handles.v[name],
        power,
        power,
        rate,
        beta1,
        beta2,
        epsilon,
        gradient(name),
      ],
      { T: a.type(FLOAT), use_locking: a.bool(false), use_nesterov: a.bool(false) },
    ),
  );
}

/** One step in the main graph. A `Switch` lets the update run only if the terms are finite. */
function guardedStep(
  main: Body,
  program: Program,
  inputs: Record<string, Ref>,
  coefficients: Ref,
  handles: Handles,
  adam: AdamConstants,
): Ref {
  const find = main.program(program, resolver(main, program, inputs, handles));
  const terms = find(program.outputs[TERMS]);
  const [allRate, epsilon] = main.unpack(coefficients, 2);
  const skipped = main.add('Switch', [allRate, main.allFinite(terms)], { T: a.type(FLOAT) });
  const rate = output(skipped, 1); // without a value where the terms are not finite: what needs it does not run
  const updates = update(main, Object.keys(program.variables), handles, {
    rate,
    epsilon,
    beta1: main.float(adam.beta1),
    beta2: main.float(adam.beta2),
    gradient: (name) => find(program.outputs[gradientOf(name)]),
  });
  const updated = main.add('Identity', [rate], { T: a.type(FLOAT) }, { after: updates });
  const done = main.add('Merge', [skipped, updated], { T: a.type(FLOAT), N: a.int(2) });
  return main.add('Identity', [terms], { T: a.type(FLOAT) }, { after: [done] });
}

/** All inputs and handles as the arguments of a function: given outside, named inside. */
function flatArguments({ inputs, noise }: Part, fed: Record<string, Ref>, handles: Handles) {
  const takes: Argument[] = [];
  const given: Ref[] = [];
  const argument = (ref: Ref, dtype: number): Ref => {
    const name = `a${takes.length}`;
    takes.push({ name, dtype });
    given.push(ref);
    return { argument: name };
  };
  const insideInputs = Object.fromEntries(
    inputs.map(({ name, dtype }) => [name, argument(fed[name], noise[name] ? FLOAT : DataType[dtype])]),
  );
  const insideHandles = Object.fromEntries(
    (['w', 'm', 'v', 'd'] as const).map((kind) => [
      kind,
      Object.fromEntries(
        Object.entries(handles[kind]).map(([name, handle]) => [name, argument(handle, RESOURCE)]),
      ),
    ]),
  ) as unknown as Handles;
  return { takes, given, argument, inside: { inputs: insideInputs, handles: insideHandles } };
}

/** A compiled function around a `While` over (step, all finite so far, terms, …arguments). */
function compiledLoop(
  graph: Graph,
  part: Part,
  p: number,
  fed: Record<string, Ref>,
  coefficients: Ref,
  handles: Handles,
  adam: AdamConstants,
): Ref {
  const { program } = part;
  const chunk = part.chunk as number;
  const { takes, given, argument, inside } = flatArguments(part, fed, handles);
  const rates = argument(coefficients, FLOAT);
  const fedSteps = graph.main.add(
    'Placeholder',
    [],
    { dtype: a.type(INT), shape: a.shape([]) },
    { name: names.steps(p) },
  );
  const steps = argument(fedSteps, INT);
  const [at, finite, written] = ['step', 'finite', 'terms'].map((name): Ref => ({ argument: name }));
  const state: Argument[] = [
    { name: 'step', dtype: INT },
    { name: 'finite', dtype: BOOL },
    { name: 'terms', dtype: FLOAT },
    ...takes,
  ];
  const width = sizeOf(typeOf(program, program.outputs[TERMS]).shape);

  const body = graph.define(`step${p}`, state, (g) => {
    const stepInputs = Object.fromEntries(
      part.inputs.map(({ name, dtype }) => [
        name,
        g.slice(inside.inputs[name], at, part.noise[name] ? FLOAT : DataType[dtype]),
      ]),
    );
    const find = g.program(program, resolver(g, program, stepInputs, inside.handles));
    const terms = find(program.outputs[TERMS]);
    const good = g.allFinite(terms);
    // Where a term is not finite, constants and gradients are such that Adam changes nothing: m += (0 − m)·0, w −= m·0/….
    const select = (value: Ref, otherwise: number) =>
      g.add('SelectV2', [good, value, g.float(otherwise)], { T: a.type(FLOAT) });
    const [rate, epsilon] = g.unpack(g.slice(rates, at, FLOAT), 2);
    const updates = update(g, Object.keys(program.variables), inside.handles, {
      rate: select(rate, 0),
      epsilon,
      beta1: select(g.float(adam.beta1), 1),
      beta2: select(g.float(adam.beta2), 1),
      gradient: (name) => select(find(program.outputs[gradientOf(name)]), 0),
    });
    const row = g.add(
      'TensorScatterUpdate',
      [written, g.reshape(at, [1, 1], INT), g.reshape(terms, [1, width])],
      { T: a.type(FLOAT), Tindices: a.type(INT), bad_indices_policy: a.string('') },
    );
    const next = g.add('AddV2', [at, g.int(1)], { T: a.type(INT) }, { after: updates });
    const results: Ref[] = [next, good, row, ...takes.map(({ name }) => ({ argument: name }))];
    return results.map((ref, i): [Ref, number] => [ref, state[i].dtype]);
  });
  const condition = graph.define(`more${p}`, state, (g) => {
    const less = g.add('Less', [at, steps], { T: a.type(INT) });
    return [[g.add('LogicalAnd', [less, finite]), BOOL]];
  });
  const loop = graph.define(`loop${p}`, takes, (g) => {
    const yes = g.constant({ dtype: BOOL, shape: [] }, Uint8Array.of(1));
    const empty = g.constant({ dtype: FLOAT, shape: [chunk, width] }, new Float32Array(chunk * width));
    const result = g.add(
      'While',
      [g.int(0), yes, empty, ...takes.map(({ name }): Ref => ({ argument: name }))],
      {
        T: a.types(state.map(({ dtype }) => dtype)),
        cond: a.function(condition.name),
        body: a.function(body.name),
        output_shapes: a.shapes([]),
        parallel_iterations: a.int(1),
      },
    );
    return [[output(result, 2), FLOAT]];
  });
  return graph.callCompiled(loop, given);
}
