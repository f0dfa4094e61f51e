import { tf } from './tf';

/**
 * Runs a function that may assign `state`, and puts all variables back afterwards.
 * @param use runs it; calls `assigned` to learn which of the state it assigned
 * @throws Error from `assigned` if it assigned a variable that is not declared as state
 */
export function withAssignments<T>(
  state: Record<string, tf.Tensor>,
  use: (assigned: () => [string, tf.Tensor][]) => T,
): T {
  const { registeredVariables } = tf.engine().state;
  const before = Object.values(registeredVariables).map((variable) => ({
    variable,
    dataId: variable.dataId,
    copy: tf.keep(tf.clone(variable)),
  }));
  const changed = () => before.filter(({ variable, dataId }) => variable.dataId !== dataId);
  try {
    return use(() =>
      changed().map(({ variable }) => {
        const declared = Object.entries(state).find(([, tensor]) => tensor === variable);
        if (declared) return declared;
        throw new Error(
          `the function assigns the variable '${variable.name}' [${variable.shape}]; declare it in options.state, so that ` +
            'it is kept from step to step, or do not assign it',
        );
      }),
    );
  } finally {
    for (const { variable, copy } of changed()) variable.assign(copy);
    tf.dispose(before.map(({ copy }) => copy));
  }
}
