import { crc32, inflateRawSync } from 'node:zlib';
import { DataError, reasonOf } from './errors';

// The parts of the ZIP format that reading needs (PKWARE, APPNOTE.TXT 6.3.10: 4.3.7 local header, 4.3.12
// central directory, 4.3.14 to 4.3.16 its ends, 4.5.3 the extra field of ZIP64). All numbers are
// little-endian.

/** A file or resource that can be read in parts. */
export interface Archive {
  /** Name for messages. */
  name: string;
  size: number;
  read(start: number, length: number): Promise<Uint8Array>;
}

export interface ZipEntry {
  name: string;
  /** 0: stored, 8: deflated. */
  method: number;
  crc32: number;
  compressedSize: number;
  size: number;
  /** Where its local header begins. */
  offset: number;
}

/**
 * The central directory of a zip, zip64 included.
 * @throws DataError if there is none or it is damaged
 */
export async function zipDirectory(archive: Archive): Promise<Map<string, ZipEntry>> {
  const damaged = (found: string): DataError =>
    new DataError(`${archive.name}: ${found} (${archive.size} bytes); expected a whole zip archive.`);

  const tailStart = Math.max(0, archive.size - 65557 - 20); // the end, the longest comment, zip64's locator
  const tail = Buffer.from(await archive.read(tailStart, archive.size - tailStart));
  let end = tail.length - 22;
  const isEnd = (at: number): boolean =>
    // a comment may follow, which may look like an end itself
    tail.readUInt32LE(at) === 0x06054b50 && at + 22 + tail.readUInt16LE(at + 20) === tail.length;
  while (end >= 0 && !isEnd(end)) end--;
  if (end < 0) throw damaged('no end of the directory');
  let count = tail.readUInt16LE(end + 10);
  let size = tail.readUInt32LE(end + 12);
  let start = tail.readUInt32LE(end + 16);
  if (end >= 20 && tail.readUInt32LE(end - 20) === 0x07064b50) {
    const at = Number(tail.readBigUInt64LE(end - 12));
    if (at + 56 > archive.size) throw damaged('the end of the zip64 directory lies outside');
    const end64 = Buffer.from(await archive.read(at, 56));
    if (end64.readUInt32LE(0) !== 0x06064b50) throw damaged('no end of the zip64 directory');
    count = Number(end64.readBigUInt64LE(32));
    size = Number(end64.readBigUInt64LE(40));
    start = Number(end64.readBigUInt64LE(48));
  }
  if (start + size > tailStart + end) throw damaged('the directory lies outside');

  const bytes = Buffer.from(
    start >= tailStart
      ? tail.subarray(start - tailStart, start - tailStart + size)
      : await archive.read(start, size),
  );
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    const cut = `entry ${i + 1} of ${count} is cut`;
    if (at + 46 > size || bytes.readUInt32LE(at) !== 0x02014b50) throw damaged(cut);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      bytes.readUInt16LE(at + field),
    );
    const extraStart = at + 46 + nameLength;
    const next = extraStart + extraLength + commentLength;
    if (next > size) throw damaged(cut);
    const entry: ZipEntry = {
      name: bytes.toString('utf8', at + 46, extraStart),
      method: bytes.readUInt16LE(at + 10),
      crc32: bytes.readUInt32LE(at + 16),
      compressedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    };
    widen(entry, bytes.subarray(extraStart, extraStart + extraLength));
    if (entry.offset + 30 + entry.compressedSize > start) throw damaged(`entry ${entry.name} lies outside`);
    entries.set(entry.name, entry);
    at = next;
  }
  return entries;
}

/** Takes the numbers that do not fit 32 bits from the extra field of ZIP64. */
function widen(entry: ZipEntry, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) {
      at += 4;
      for (const field of ['size', 'compressedSize', 'offset'] as const) {
        if (entry[field] !== 0xffffffff || at + 8 > Math.min(end, extra.length)) continue;
        entry[field] = Number(extra.readBigUInt64LE(at));
        at += 8;
      }
    }
    at = end;
  }
}

/**
 * Where the data of an entry begin, which only its local header says.
 * @throws DataError if that header is none
 */
export async function dataStart(archive: Archive, entry: ZipEntry): Promise<number> {
  const header = Buffer.from(await archive.read(entry.offset, 30));
  if (header.readUInt32LE(0) !== 0x04034b50) {
    const place = `at byte ${entry.offset}`;
    throw new DataError(`${archive.name}: no header of ${entry.name} ${place}; the zip is damaged.`);
  }
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (start + entry.compressedSize > archive.size) {
    throw new DataError(`${archive.name}: ${entry.name} ends after the archive does; the zip is damaged.`);
  }
  return start;
}

/**
 * The content of an entry out of its bytes in the archive.
 * @throws DataError if length or CRC-32 are not those of the directory, or for another method than stored and
 *   deflated
 */
export function unpack(packed: Uint8Array, entry: ZipEntry): Uint8Array {
  const wrong = (found: string, expected: string): DataError =>
    new DataError(`${entry.name} in the zip: ${found}; expected ${expected}. The entry is damaged.`);
  if (entry.method !== 0 && entry.method !== 8) {
    throw wrong(`method ${entry.method}`, '0 (stored) or 8 (deflated)');
  }
  let content = packed;
  if (entry.method === 8) {
    try {
      content = inflateRawSync(packed, { maxOutputLength: entry.size + 1 });
    } catch (error) {
      throw wrong(reasonOf(error), `${entry.size} bytes`);
    }
  }
  if (content.length !== entry.size) throw wrong(`${content.length} bytes`, `${entry.size}`);
  const sum = crc32(content);
  if (sum !== entry.crc32) throw wrong(`CRC-32 ${sum.toString(16)}`, entry.crc32.toString(16));
  return content;
}
