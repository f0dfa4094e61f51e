/** What describes a row of a history rather than being a term of the loss. */
const describing = new Set(['epoch', 'step', 'seconds', 'learningRate']);

/** Whether a name is a coefficient, as `klWeight`. */
export const isWeight = (name: string): boolean => /weight$/i.test(name);

/** The names of the terms of the loss in a row of a history, whatever they are, without weights. */
export const termNames = (row: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(row).filter(
    (name) => !describing.has(name) && !isWeight(name) && Number.isFinite(row[name] as number),
  );
