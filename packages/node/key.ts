// One text for one content, for the keys of trainings and results: what JSON would confuse is kept apart.
import { createHash } from 'node:crypto';
import { tf } from 'latent-torus';

type Sink = (part: string | Uint8Array) => void;

/**
 * A hash of any content: plain values, lists, Maps and Sets, typed arrays by their type, tensors by shape, type and values,
 * models by description and variables. NaN, null, undefined, ±0, ±Infinity, '1' and 1 all differ.
 * @throws TypeError for a function, a promise, or anything else whose content cannot be seen: it names the place
 */
export function keyOf(content: unknown): string {
  const hash = createHash('sha256');
  write(content, 'the key', (part) => hash.update(part), new Set());
  return hash.digest('hex').slice(0, 20);
}

function write(value: unknown, place: string, put: Sink, above: Set<object>): void {
  if (typeof value === 'string') put(`s${value.length}:${value}`);
  else if (typeof value === 'number') put(Object.is(value, -0) ? 'n-0;' : `n${value};`);
  else if (value === null) put('null;');
  else if (['bigint', 'boolean', 'undefined'].includes(typeof value)) put(`${typeof value}${value};`);
  else if (typeof value === 'object') {
    if (above.has(value)) throw new TypeError(`${place} contains itself; a key needs plain content`);
    above.add(value);
    writeObject(value, place, put, above);
    above.delete(value);
  } else {
    throw new TypeError(
      `${place} is a ${typeof value}; pass what it depends on, as its source does not say it all`,
    );
  }
}

function writeObject(value: object, place: string, put: Sink, above: Set<object>): void {
  const inside = (part: unknown, name: string | number) => write(part, `${place}.${name}`, put, above);
  if (value instanceof tf.Tensor) {
    put(`tensor ${value.dtype} ${value.shape};`);
    const values: unknown = value.dataSync();
    if (ArrayBuffer.isView(values)) bytes(values, put);
    else inside(values, 'values'); // of strings: a list
  } else if (ArrayBuffer.isView(value)) {
    put(`${value.constructor.name}${value.byteLength};`);
    bytes(value, put);
  } else if (Array.isArray(value) || value instanceof Set) {
    put(`${value.constructor.name}${[...value].length}[`);
    [...value].forEach(inside);
  } else if (value instanceof Map) {
    put(`Map${value.size}[`);
    [...value].forEach(([key, part], i) => {
      inside(key, `key ${i}`);
      inside(part, String(key));
    });
  } else if (isModel(value)) {
    write({ model: value.description, variables: { ...value.variables } }, place, put, above);
  } else writePlain(value, place, put, inside);
}

function writePlain(value: object, place: string, put: Sink, inside: (part: unknown, name: string) => void) {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new TypeError(
      `${place} is a ${value.constructor?.name}; a key needs plain values, tensors or models`,
    );
  }
  const names = Object.keys(value).sort();
  put(`{${names.length}:`);
  for (const name of names) {
    put(`s${name.length}:${name}`);
    inside((value as Record<string, unknown>)[name], name);
  }
}

const isModel = (value: object): value is { description: object; variables: object } =>
  'description' in value && 'variables' in value && 'loss' in value;

const bytes = (values: ArrayBufferView, put: Sink) =>
  put(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
