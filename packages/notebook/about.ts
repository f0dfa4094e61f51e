import { scale } from '@latent-torus/settings';
import { seedsText } from './number-text';

/** What a figure was drawn from; every image data set of `@latent-torus/datasets` is one. */
export interface Source {
  readonly name: string;
  /** True for generated stand-ins: every figure drawn from them says so. */
  readonly synthetic: boolean;
}

/** What is said about a figure or table. */
export interface About {
  /** The name of its files: lower-case words, digits and hyphens, for instance `torus-fig-2`. */
  id: string;
  /** What a reader refers to it by, as in 'Figure 2' (default: the id, as in 'Figure torus-fig-2'). */
  number?: string;
  /** What is drawn, in a sentence or two, whatever the values are. */
  caption: string;
  /**
   * What is seen in it: a sentence, or several, computed from the values, so that it changes when they do. See
   * `compare` and `estimate`.
   */
  reading: string | readonly string[];
  /** The data it was drawn from. */
  sources?: readonly Source[];
  /** The seeds behind its numbers, or how many they are. */
  seeds?: number | readonly number[];
}

/** @throws Error if the id cannot name a file, or the caption or the reading is empty */
export function checkAbout(about: About): void {
  const { id, number, caption, reading, sources = [] } = about ?? {};
  if (typeof id !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    throw new Error(
      `the id '${id}' cannot name a figure; use lower-case words and digits with hyphens, like 'torus-fig-2'`,
    );
  }
  if (number !== undefined && (typeof number !== 'string' || number.trim() === '')) {
    throw new Error(`the number of '${id}' is ${JSON.stringify(number)}; expected a text such as '2'`);
  }
  if (typeof caption !== 'string' || caption.trim() === '') {
    throw new Error(`'${id}' has no caption; say in a sentence what is drawn`);
  }
  if (!isReading(reading)) {
    throw new Error(
      `'${id}' has no reading; say in a sentence computed from the values what is seen, for instance with compare()`,
    );
  }
  for (const source of sources) {
    if (typeof source?.name !== 'string' || typeof source.synthetic !== 'boolean') {
      throw new Error(
        `a source of '${id}' is not a data set; sources are objects with 'name' and 'synthetic'`,
      );
    }
  }
  const seeds = seedCount(about);
  if (seeds !== undefined && !(Number.isInteger(seeds) && seeds > 0)) {
    throw new Error(`'${id}' has ${seeds} seeds; expected a list of seeds or their number, at least one`);
  }
}

/** Whether this is a sentence, or a list of at least one. */
export function isReading(reading: unknown): reading is About['reading'] {
  const sentences: unknown[] = Array.isArray(reading) ? reading : [reading];
  return sentences.length > 0 && sentences.every((each) => typeof each === 'string' && each.trim() !== '');
}

/** How many seeds are behind the numbers; undefined if that is not said. */
export function seedCount({ seeds }: About): number | undefined {
  return seeds === undefined || typeof seeds === 'number' ? seeds : new Set(seeds).size;
}

/** 'Figure 2' or 'Table torus-4-scores'. */
export function label({ id, number = id }: About, kind: 'figure' | 'table' | 'page'): string {
  return `${kind === 'table' ? 'Table' : 'Figure'} ${number}`;
}

/** The sentence that goes into a picture of generated data, or undefined if all of it is real. */
export function syntheticNote(sources: readonly Source[] = []): string | undefined {
  const generated = [...new Set(sources.filter((source) => source.synthetic).map((source) => source.name))];
  return generated.length
    ? `Drawn from generated stand-ins, not from real data: ${generated.join(', ')}`
    : undefined;
}

/** What a reader must know about scale, seeds and data: 'Scale lesson, one seed.' */
export function note(about: About): string {
  const seeds = seedCount(about);
  const run = [`Scale ${scale()}`, ...(seeds === undefined ? [] : [seedsText(seeds)])].join(', ');
  return [run, syntheticNote(about.sources)]
    .filter((sentence) => sentence !== undefined)
    .map((sentence) => `${sentence}.`)
    .join(' ');
}

/** The text that stands in for a picture. */
export const alternativeText = (about: About): string =>
  `${sentence(about.caption)} ${sentences(about.reading)}`;

/** A reading as one text. */
export const sentences = (reading: About['reading']): string => [reading].flat().map(sentence).join(' ');

/** A text with a full stop at its end, unless it ends in a sign of its own. */
export const sentence = (text: string): string => text.trim().replace(/[^.!?:…]$/, '$&.');
