import { DataType } from './backend';
import { a, type Body, type Ref } from './graph-def';
import type { Origin } from './known';
import type { TensorType } from './program';
import type { Session } from './session';
import { tf } from './tf';

/**
 * Adds a variable that lives in the session. Feeding `<name>/in` and fetching `<name>/set` assigns it,
 * fetching `<name>/get` reads it.
 */
export function addVariable(main: Body, name: string, { shape, dtype }: TensorType): Ref {
  const type = a.type(dtype);
  const handle = main.add(
    'VarHandleOp',
    [],
    { dtype: type, shape: a.shape(shape), shared_name: a.string(name), container: a.string('') },
    { name },
  );
  const value = main.add('Placeholder', [], { dtype: type, shape: a.shape(shape) }, { name: `${name}/in` });
  const assigned = main.add('AssignVariableOp', [handle, value], { dtype: type });
  const zero = a.tensor({ dtype: DataType.int32, shape: [] }, Int32Array.of(0));
  main.add(
    'Const',
    [],
    { dtype: a.type(DataType.int32), value: zero },
    { name: `${name}/set`, after: [assigned] },
  );
  main.read(handle, dtype, `${name}/get`);
  return handle;
}

/** Assigns variables of the session. */
export function assign(session: Session, values: Record<string, tf.Tensor>) {
  const names = Object.keys(values);
  if (names.length === 0) return;
  const feeds = Object.fromEntries(names.map((name) => [`${name}/in`, values[name]]));
  tf.dispose(
    session.run(
      feeds,
      names.map((name) => `${name}/set`),
    ),
  );
}

/** Reads variables of the session: new tensors, the caller's to dispose. */
export const fetch = (session: Session, names: string[]): tf.Tensor[] =>
  names.length
    ? session.run(
        {},
        names.map((name) => `${name}/get`),
      )
    : [];

/** The name of variable number i of an origin. Users' names may hold any character. */
export const variableName = (from: Exclude<Origin, 'input'>, i: number) => `${from}${i}`;

/** Keeps a session's copies of the weights and the state in step with the `tf.Variable`s. */
export class Mirror {
  private readonly names: string[];
  private readonly variables: tf.Variable[];
  private readonly seen: object[] = []; // the data of each variable when it was last copied

  constructor(
    private readonly session: Session,
    weights: tf.Variable[],
    state: tf.Variable[] = [],
  ) {
    this.variables = [...weights, ...state];
    this.names = [
      ...weights.map((_, i) => variableName('variable', i)),
      ...state.map((_, i) => variableName('state', i)),
    ];
  }

  /** Copies the `tf.Variable`s that were assigned since the last time into the session. */
  push() {
    const changed = this.variables.map((_, i) => i).filter((i) => this.seen[i] !== this.variables[i].dataId);
    assign(this.session, Object.fromEntries(changed.map((i) => [this.names[i], this.variables[i]])));
    this.seenNow();
  }

  /** Copies the session's values into the `tf.Variable`s. */
  pull() {
    const values = fetch(this.session, this.names);
    this.variables.forEach((variable, i) => variable.assign(values[i]));
    this.seenNow();
    tf.dispose(values);
  }

  private seenNow() {
    this.variables.forEach(({ dataId }, i) => {
      this.seen[i] = dataId;
    });
  }
}
