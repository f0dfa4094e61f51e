import { type Entry, Reader, ZipReader } from '@zip.js/zip.js';
import { DataError, reasonOf } from './errors';

/** A file or resource that can be read in parts. */
export interface Archive {
  /** Name for messages. */
  readonly name: string;
  readonly size: number;
  read(start: number, length: number): Promise<Uint8Array>;
}

// An entry is held to its length and CRC-32 in the directory; local headers may differ, as those of some programs do.
const options = { useWebWorkers: false, checkCrc32: true, checkLocalDirectory: false };

/** The entries of a zip. */
export class Zip {
  private constructor(
    private readonly archive: Archive,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly reader: ArchiveReader,
  ) {}

  /**
   * Reads the directory of a zip.
   * @throws DataError if there is none or it is damaged, and what the archive throws
   */
  static async open(archive: Archive): Promise<Zip> {
    const reader = new ArchiveReader(archive);
    const entries = await reader.watch(
      () => new ZipReader(reader, options).getEntries(),
      (reason) =>
        new DataError(`${archive.name}: ${reason} (${archive.size} bytes); expected a whole zip archive.`),
    );
    return new Zip(archive, new Map(entries.map((entry) => [entry.filename, entry])), reader);
  }

  /** Names of all entries, folders included, in the order of the directory. */
  get names(): string[] {
    return [...this.entries.keys()];
  }

  /**
   * Where everything of an entry lies: its header and its content, up to the next entry or the directory.
   * @throws DataError if it is missing or has more than `atMost` bytes
   */
  record(name: string, atMost = Infinity): { start: number; length: number } {
    const { offset, compressedSize, rawFilename } = this.find(name, atMost);
    const after = [...this.entries.values()].map((entry) => entry.offset).filter((other) => other > offset);
    // of the last entry: its header, of which an extra field may take 64 kB, but not into the end of the zip
    const most = offset + 30 + rawFilename.length + 0xffff + compressedSize;
    const end = Math.min(...after, most, this.archive.size - 22);
    return { start: offset, length: end - offset };
  }

  /**
   * The content of an entry, its length and CRC-32 checked.
   * @param atMost bytes that it may have; a larger one is refused before it is unpacked
   * @throws DataError if it is damaged, missing or too large, and what the archive throws
   */
  async content(name: string, atMost = Infinity): Promise<Uint8Array> {
    const entry = this.find(name, atMost);
    const { uncompressedSize: size } = entry;
    const wrong = (found: string): DataError =>
      new DataError(`${name} in the zip: ${found}; expected ${size} bytes. The entry is damaged.`);
    if (entry.directory) throw wrong('a folder');
    const content = new Uint8Array(size);
    let at = 0;
    const writable = new WritableStream<Uint8Array>({
      write(piece) {
        if (at + piece.length > size) throw new Error(`unpacks to more than ${size} bytes`);
        content.set(piece, at);
        at += piece.length;
      },
    });
    return this.reader.watch(async () => {
      await entry.getData(writable);
      if (at !== size) throw new Error(`${at} bytes`);
      return content;
    }, wrong);
  }

  private find(name: string, atMost: number): Entry {
    const entry = this.entries.get(name);
    if (!entry) {
      const found = `no entry ${name}; expected it among ${this.entries.size}`;
      throw new DataError(`${this.archive.name}: ${found}. Is it another zip?`);
    }
    const size = Math.max(entry.uncompressedSize, entry.compressedSize);
    if (size <= atMost) return entry;
    throw new DataError(`${name} in the zip: ${size} bytes; expected at most ${atMost}. Is it another file?`);
  }
}

/** Gives zip.js an archive to read; what the archive throws comes out as it is. */
class ArchiveReader extends Reader<Archive> {
  private failure: { error: unknown } | undefined;

  constructor(private readonly archive: Archive) {
    super(archive);
    this.size = archive.size;
  }

  override async readUint8Array(start: number, length: number): Promise<Uint8Array> {
    try {
      const end = Math.min(start + length, this.archive.size);
      return start < end ? await this.archive.read(start, end - start) : new Uint8Array(0);
    } catch (error) {
      this.failure ??= { error };
      throw error;
    }
  }

  /** Runs a step of reading the zip; turns what zip.js finds wrong into an error of ours. */
  async watch<T>(step: () => Promise<T>, wrong: (reason: string) => DataError): Promise<T> {
    this.failure = undefined;
    try {
      return await step();
    } catch (error) {
      throw this.failure ? (this.failure as { error: unknown }).error : wrong(reasonOf(error));
    }
  }
}
