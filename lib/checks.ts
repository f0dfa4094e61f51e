/** @throws RangeError that names what was given and what was expected */
export function check(name: string, value: unknown, fits: boolean, expected: string): asserts fits {
  if (!fits) throw new RangeError(`${name} is ${show(value)}; expected ${expected}`);
}

/** @throws RangeError for an option that is not known */
export function checkOptions(what: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (!known.includes(name))
      throw new RangeError(`${what}: option '${name}' is not known; expected one of ${known.join(', ')}`);
  }
}

/** A whole number that can seed random numbers: 0 to 2³² − 1. Larger ones would repeat the numbers of smaller ones. */
export const isSeed = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;

export const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 1;

function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const { shape } = value as { shape?: readonly number[] };
    return shape ? `a tensor of shape [${shape}]` : `{ ${Object.keys(value).join(', ')} }`;
  }
  return String(value);
}
