// Weights as a file: a line that names the format, a line of JSON, the numbers as float32.
import type { Weights } from './protocol';

const MAGIC = 'latent-torus weights 1\n';

/** The file of a model's weights. @param about what the page needs to build the model again */
export function weightsFile(about: object, weights: Weights): Blob {
  const tensors = Object.entries(weights).map(([name, { shape }]) => ({ name, shape }));
  const head = `${MAGIC}${JSON.stringify({ about, tensors })}\n`;
  return new Blob([head, ...Object.values(weights).map(({ values }) => values as unknown as ArrayBuffer)]);
}

/** @throws Error that says why this is not such a file */
export function readWeights(bytes: Uint8Array): { about: unknown; weights: Weights } {
  const refuse = (what: string): never => {
    throw new Error(`This is not a file of weights from this page: ${what}.`);
  };
  const text = new TextDecoder().decode(bytes.subarray(0, MAGIC.length));
  if (text !== MAGIC) refuse('its first line is another one');
  const end = bytes.indexOf(10, MAGIC.length);
  if (end < 0) refuse('it ends too early');
  let head: { about: unknown; tensors: { name: string; shape: number[] }[] };
  try {
    head = JSON.parse(new TextDecoder().decode(bytes.subarray(MAGIC.length, end)));
  } catch {
    return refuse('its second line is damaged');
  }
  const numbers = bytes.slice(end + 1);
  const sizes = head.tensors.map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  const total = sizes.reduce((a, b) => a + b, 0);
  if (4 * total !== numbers.length) refuse(`it has ${numbers.length / 4} numbers, not ${total}`);
  const all = new Float32Array(numbers.buffer);
  if (!all.every(Number.isFinite)) refuse('some of its numbers are not finite');
  let at = 0;
  const weights: Weights = {};
  head.tensors.forEach(({ name, shape }, i) => {
    weights[name] = { shape, values: all.slice(at, at + sizes[i]) };
    at += sizes[i];
  });
  return { about: head.about, weights };
}
