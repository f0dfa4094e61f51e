import type { AdamConstants } from './adam';
import { DataType } from './backend';
import { addFaults, type checksOf } from './faults';
import type { Input } from './feeds';
import { type Argument, a, type Body, Graph, output, type Ref } from './graph-def';
import { type ByOrigin, byOrigin } from './known';
import { type NoiseExample, noiseShape } from './noise';
import type { Rule } from './optimisers';
import { PHILOX, paddedSize, UINT64 } from './philox';
import { type Program, type Source, typeOf } from './program';
import { addVariable, variableName } from './session-variables';
import { sizeOf } from './sizes';
import { COEFFICIENTS, gradientOf, TERMS } from './update';

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
  /** What a compiled function has to check. */
  checks: ReturnType<typeof checksOf>;
}

/** Names of the nodes that are fed and fetched. */
export const names = {
  input: (part: number, i: number) => `part${part}/input${i}`,
  keys: (part: number, i: number) => `part${part}/keys${i}`,
  counters: (part: number, i: number) => `part${part}/counters${i}`,
  steps: (part: number) => `part${part}/steps`,
  output: (part: number, i: number) => `part${part}/output${i}`,
};

/** The handles of the session's variables, by origin and name. */
type Handles = ByOrigin<Ref>;

/**
 * The graph that trains. A part without `chunk` is one step: feeds its inputs (the optimiser's coefficients among them),
 * fetches the terms. A part with `chunk` K is a loop of up to `steps` ≤ K steps, compiled by XLA as one function: feeds
 * stacked inputs, fetches [K, terms × R + checks]; rows after the first that fails stay 0.
 * Noise is drawn from the fed seeds by TensorFlow's own kernel, outside the compiled function: there it has other bits.
 */
export function trainingGraph(parts: Part[], rule: Rule): Graph {
  const graph = new Graph();
  const handles = addVariables(graph.main, parts[0].program, rule.slots);
  parts.forEach((part, p) => {
    const fed = addInputs(graph.main, part, p);
    const terms = part.chunk
      ? compiledLoop(graph, part, p, fed, handles, rule)
      : guardedStep(graph.main, part.program, fed, handles, rule);
    graph.main.add('Identity', [terms], { T: a.type(FLOAT) }, { name: names.output(p, 0) });
  });
  return graph;
}

/** The graph that calls a function: feeds its inputs, fetches its outputs, in the program's order, then its checks. */
export function evaluationGraph(parts: Part[], compiled: boolean): Graph {
  const graph = new Graph();
  const handles = addVariables(graph.main, parts[0].program, []);
  parts.forEach((part, p) => {
    const { program, checks } = part;
    const fed = addInputs(graph.main, part, p);
    const emit = (body: Body, inputs: Record<string, Ref>, at: Handles) => {
      const find = body.program(program, resolver(body, program, inputs, at));
      const results = Object.values(program.outputs).map((source): [Ref, number] => [
        find(source),
        typeOf(program, source).dtype,
      ]);
      if (checks.length) results.push([addFaults(body, checks, find, program), FLOAT]);
      return results;
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

function addVariables(main: Body, { known }: Program, slots: readonly ('m' | 'v')[]): Handles {
  const all = (from: 'variable' | 'm' | 'v' | 'data' | 'state', types = known[from]) =>
    Object.fromEntries(
      Object.entries(types).map(([name, type], i) => [name, addVariable(main, variableName(from, i), type)]),
    );
  return byOrigin({
    variable: all('variable'),
    ...Object.fromEntries(slots.map((slot) => [slot, all(slot, known.variable)])),
    data: all('data'),
    state: all('state'),
  });
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

/** What a program's inputs, variables and data are in a body; every variable is read once. */
function resolver(body: Body, program: Program, inputs: Record<string, Ref>, handles: Handles) {
  const read = new Map<string, Ref>();
  return (source: Exclude<Source, { from: 'node' }>): Ref => {
    if (source.from === 'input') return inputs[source.name];
    const key = `${source.from} ${source.name}`;
    if (!read.has(key))
      read.set(key, body.read(handles[source.from][source.name], typeOf(program, source).dtype));
    return read.get(key) as Ref;
  };
}

type Find = (source: Source) => Ref;

/** TensorFlow's Adam for every variable (see adam.ts for the coefficients); gives the nodes that update. */
function applyAdam(
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
        handles.variable[name],
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

/** Assigns what the program itself gives new values; gives the nodes that do. @param choose new or old, once it is known */
function assignUpdates(
  body: Body,
  program: Program,
  handles: Handles,
  find: Find,
  choose: (value: Ref, old: Ref, dtype: number) => Ref,
): Ref[] {
  return program.updates.map(({ to, value }) => {
    const old = find(to);
    const { dtype } = typeOf(program, to);
    const assigned = choose(find(value), old, dtype);
    // after the one node that reads it
    const type = { dtype: a.type(dtype) };
    return body.add('AssignVariableOp', [handles[to.from][to.name], assigned], type, { after: [old] });
  });
}

/** One step in the main graph. A `Switch` lets the update run only if the terms are finite. */
function guardedStep(
  main: Body,
  program: Program,
  inputs: Record<string, Ref>,
  handles: Handles,
  { adam }: Rule,
): Ref {
  const find = main.program(program, resolver(main, program, inputs, handles));
  const terms = find(program.outputs[TERMS]);
  const [allRate, epsilon] = adam ? main.unpack(inputs[COEFFICIENTS], 2) : [main.float(0)];
  const finite = main.allFinite(terms);
  const ifFinite = (value: Ref, dtype: number = FLOAT) =>
    main.add('Switch', [value, finite], { T: a.type(dtype) });
  const skipped = ifFinite(allRate);
  const rate = output(skipped, 1); // without a value where the terms are not finite: what needs it does not run
  const updates = adam
    ? applyAdam(main, Object.keys(program.known.variable), handles, {
        rate,
        epsilon,
        beta1: main.float(adam.beta1),
        beta2: main.float(adam.beta2),
        gradient: (name) => find(program.outputs[gradientOf(name)]),
      })
    : [];
  updates.push(
    ...assignUpdates(main, program, handles, find, (value, _, dtype) => output(ifFinite(value, dtype), 1)),
  );
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
    Object.entries(handles).map(([from, own]) => [
      from,
      Object.fromEntries(Object.entries(own).map(([name, handle]) => [name, argument(handle, RESOURCE)])),
    ]),
  ) as Handles;
  return { takes, given, argument, inside: { inputs: insideInputs, handles: insideHandles } };
}

/** A compiled function around a `While` over (step, all finite so far, terms, …arguments). */
function compiledLoop(
  graph: Graph,
  part: Part,
  p: number,
  fed: Record<string, Ref>,
  handles: Handles,
  { adam }: Rule,
): Ref {
  const { program, checks } = part;
  const chunk = part.chunk as number;
  const { takes, given, argument, inside } = flatArguments(part, fed, handles);
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
  const width = sizeOf(typeOf(program, program.outputs[TERMS]).shape) + checks.length;

  const body = graph.define(`step${p}`, state, (g) => {
    const stepInputs = Object.fromEntries(
      part.inputs.map(({ name, dtype }) => [
        name,
        g.slice(inside.inputs[name], at, part.noise[name] ? FLOAT : DataType[dtype]),
      ]),
    );
    const find = g.program(program, resolver(g, program, stepInputs, inside.handles));
    const terms = find(program.outputs[TERMS]);
    const { faults, good } = guards(g, terms, checks, find, program);
    const select = (value: Ref, otherwise: Ref, dtype: number = FLOAT) =>
      g.add('SelectV2', [good, value, otherwise], { T: a.type(dtype) });
    const updates = adam
      ? loopAdam(g, program, stepInputs[COEFFICIENTS], inside.handles, adam, find, select)
      : [];
    updates.push(...assignUpdates(g, program, inside.handles, find, select));
    const row = g.add(
      'TensorScatterUpdate',
      [
        written,
        g.reshape(at, [1, 1], INT),
        faults ? withFaults(g, terms, faults) : g.reshape(terms, [1, width]),
      ],
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

/** TensorFlow's Adam inside the loop; where the step fails, constants and gradients are such that it changes nothing. */
function loopAdam(
  g: Body,
  program: Program,
  coefficients: Ref,
  handles: Handles,
  { beta1, beta2 }: AdamConstants,
  find: Find,
  select: (value: Ref, otherwise: Ref) => Ref,
): Ref[] {
  // m += (0 − m)·0, w −= m·0/…
  const [rate, epsilon] = g.unpack(coefficients, 2);
  return applyAdam(g, Object.keys(program.known.variable), handles, {
    rate: select(rate, g.float(0)),
    epsilon,
    beta1: select(g.float(beta1), g.float(1)),
    beta2: select(g.float(beta2), g.float(1)),
    gradient: (name) => select(find(program.outputs[gradientOf(name)]), g.float(0)),
  });
}

/** Whether the update may be made, and the numbers of the checks if there are any. */
function guards(body: Body, terms: Ref, checks: Part['checks'], find: Find, program: Program) {
  const finite = body.allFinite(terms);
  if (!checks.length) return { good: finite };
  const faults = addFaults(body, checks, find, program);
  const held = body.allFinite(body.reshape(faults, [1, checks.length]));
  return { faults, good: body.add('LogicalAnd', [finite, held]) };
}

/** Terms and the numbers of the checks as one row: [1, width]. */
function withFaults(g: Body, terms: Ref, faults: Ref): Ref {
  const both = g.add('ConcatV2', [g.reshape(terms, [-1]), faults, g.int(0)], {
    N: a.int(2),
    T: a.type(FLOAT),
    Tidx: a.type(INT),
  });
  return g.add('ExpandDims', [both, g.int(0)], { T: a.type(FLOAT), Tdim: a.type(INT) });
}
