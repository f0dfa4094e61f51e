// What a call is given is checked where types cannot: notebooks are run without checking them.

/** Throws a TypeError unless the value is a set of samples; a loader that was not awaited is told apart. */
export function expectSamples(call: string, value: unknown): void {
  const { pixels, shape } = (value ?? {}) as { pixels?: unknown; shape?: unknown };
  if (pixels instanceof Float32Array && Array.isArray(shape)) return;
  throw new TypeError(`${call}: ${told(value)} given; expected samples, such as await digits('test')`);
}

/** As `expectSamples`, of images with classes. */
export function expectImages(call: string, value: unknown): void {
  expectSamples(call, value);
  const { labels, classes } = value as { labels?: unknown; classes?: unknown };
  if (labels instanceof Uint8Array && Array.isArray(classes)) return;
  throw new TypeError(`${call}: samples without classes given; expected images with labels and classes`);
}

/** Throws a TypeError unless an argument is a list. */
export function expectList(call: string, argument: string, value: unknown, example: string): void {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return;
  throw new TypeError(`${call}: ${argument} is ${told(value)}; expected a list, such as ${example}`);
}

/** Throws a RangeError for an option that there is not, naming those that there are. */
export function expectOptions(call: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(
      `${call}: options are ${told(options)}; expected an object such as { ${known[0]}: … }`,
    );
  }
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new RangeError(`${call}: unknown option '${unknown}'; expected ${known.join(', ')}`);
}

/** Throws a RangeError unless an argument is one of a few values. */
export function expectOneOf<T>(call: string, argument: string, value: T, allowed: readonly T[]): void {
  if (allowed.includes(value)) return;
  const some = allowed.map((each) => told(each));
  const expected = [some.slice(0, -1).join(', '), some[some.length - 1]].filter(Boolean).join(' or ');
  throw new RangeError(`${call}: ${argument} is ${told(value)}; expected ${expected}`);
}

function told(value: unknown): string {
  if (value instanceof Promise) return 'a Promise (is an await missing?)';
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map((each) => told(each)).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `an object of ${value.constructor?.name ?? 'no class'}`;
  return String(value);
}
