import { gunzipSync, gzipSync } from 'node:zlib';
import { codeOf, DataError, reasonOf } from './errors';

// The IDX format: bytes 0 0, the type of the values, the number of dimensions, each dimension as a big-endian
// 32-bit integer, then the values (LeCun, Cortes and Burges, 'The MNIST database of handwritten digits').

/** An array of unsigned bytes as an IDX file holds it; the last dimension changes fastest. */
export interface Idx {
  readonly dimensions: readonly number[];
  readonly values: Uint8Array;
}

const types: Record<number, string> = {
  8: 'unsigned byte',
  9: 'signed byte',
  11: 'short',
  12: 'int',
  13: 'float',
  14: 'double',
};
/** What an IDX file may unpack to if nothing else is known: twenty times MNIST. */
const GIGABYTE = 1e9;
const again = 'Delete the file; it is downloaded again when it is next needed.';

/**
 * Reads an IDX file of unsigned bytes, gzipped or not (told by its first bytes, not by its name).
 * @param bytes the whole file
 * @param file its name for messages
 * @param rank the number of dimensions it must have: 3 for images, 1 for labels
 * @param atMost bytes that it may have when unpacked; more are refused before they fill the memory
 * @throws DataError for anything else than such an array, to the last byte
 */
export function parseIdx(bytes: Uint8Array, file: string, rank: number, atMost = GIGABYTE): Idx {
  const raw = decompress(bytes, file, atMost);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const wrong = (found: string, expected: string): DataError =>
    new DataError(`${file}: ${found}; expected ${expected}. ${again}`);

  if (raw.length < 4) throw wrong(`${raw.length} bytes`, 'an IDX file, which begins with 4 bytes of header');
  if (raw[0] !== 0 || raw[1] !== 0) {
    const found = [...raw.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw wrong(`begins with the bytes ${found}`, `00 00 08 0${rank}, an IDX file of unsigned bytes`);
  }
  if (raw[2] !== 8) {
    throw wrong(`values of type ${raw[2]} (${types[raw[2]] ?? 'unknown'})`, 'type 8 (unsigned byte)');
  }
  if (raw[3] !== rank) throw wrong(`${raw[3]} dimensions`, `${rank} (${rank === 3 ? 'images' : 'labels'})`);
  const header = 4 + 4 * rank;
  if (raw.length < header) throw wrong(`truncated after ${raw.length} bytes`, `a header of ${header} bytes`);

  const dimensions = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const whole = header + dimensions.reduce((product, n) => product * n, 1);
  if (raw.length !== whole) {
    const found = raw.length < whole ? 'truncated' : 'too long';
    throw wrong(`${found}, ${raw.length} bytes`, `${whole} for dimensions ${dimensions.join(' × ')}`);
  }
  return { dimensions, values: raw.subarray(header) };
}

/**
 * The bytes of an IDX file; `parseIdx` reads them back.
 * @throws RangeError if the dimensions are no whole numbers or do not fit the values
 */
export function formatIdx({ dimensions, values }: Idx, options: { gzip?: boolean } = {}): Uint8Array {
  const bad = dimensions.some((n) => !Number.isInteger(n) || n < 0 || n >= 2 ** 32);
  if (bad || dimensions.length > 255 || dimensions.reduce((product, n) => product * n, 1) !== values.length) {
    throw new RangeError(`IDX: ${values.length} values; expected as many as ${dimensions.join(' × ')}`);
  }
  const bytes = new Uint8Array(4 + 4 * dimensions.length + values.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, 8, dimensions.length]);
  dimensions.forEach((n, i) => view.setUint32(4 + 4 * i, n));
  bytes.set(values, 4 + 4 * dimensions.length);
  return options.gzip ? gzipSync(bytes) : bytes;
}

/**
 * The content of a gzip file; other bytes come back as they are.
 * @throws DataError if the gzip is cut or corrupt, or unpacks to more than `atMost` bytes
 */
export function decompress(bytes: Uint8Array, file: string, atMost: number): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: atMost });
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') {
      throw new DataError(
        `${file}: unpacks to more bytes than expected, which is at most ${atMost}. ${again}`,
      );
    }
    const found = `the gzip data cannot be read: ${reasonOf(error)}, ${bytes.length} bytes`;
    throw new DataError(`${file}: ${found}; expected a whole gzip file. ${again}`);
  }
}
