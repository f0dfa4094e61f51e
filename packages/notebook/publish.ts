import { writeFiles } from '@latent-torus/files';
import { figuresFolder, scale } from '@latent-torus/settings';
import { type Bundle, type BundleMetadata, display } from './jupyter';

/** What a figure was drawn from; every image data set of `lib/data` is one. */
export interface Source {
  readonly name: string;
  /** True for generated stand-ins: every figure drawn from them says so. */
  readonly synthetic: boolean;
}

/** What is said about a figure or table. */
export interface About {
  /**
   * The name of its files in `figures/`: lower-case words, digits and hyphens, for instance `torus-fig-2`.
   */
  id: string;
  /** What is seen, in a sentence or two. */
  caption: string;
  /** The data it was drawn from. */
  sources?: readonly Source[];
}

/** What `figures/<id>.json` holds. */
export interface FigureRecord {
  id: string;
  kind: 'figure' | 'table' | 'page';
  caption: string;
  scale: string;
  sources: string[];
  synthetic: boolean;
}

/** A figure or table in every form in which it is shown and saved. */
export interface Publication {
  kind: FigureRecord['kind'];
  /** Saved files, content by ending: `{ '.svg': … }`. */
  files: Record<string, string | Uint8Array>;
  bundle: Bundle;
  metadata?: BundleMetadata;
}

/** @throws Error if the id cannot name a file, or the caption is empty */
export function checkAbout({ id, caption, sources = [] }: About): void {
  if (typeof id !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    throw new Error(
      `the id '${id}' cannot name a figure; use lower-case words and digits with hyphens, like 'torus-fig-2'`,
    );
  }
  if (typeof caption !== 'string' || caption.trim() === '') {
    throw new Error(`'${id}' has no caption; say in a sentence what is seen`);
  }
  for (const source of sources) {
    if (typeof source?.name !== 'string' || typeof source.synthetic !== 'boolean') {
      throw new Error(`a source of '${id}' is no data set; sources are objects with 'name' and 'synthetic'`);
    }
  }
}

/** The sentence that goes into a picture of generated data, or undefined if all of it is real. */
export function syntheticNote(sources: readonly Source[] = []): string | undefined {
  const generated = [...new Set(sources.filter((source) => source.synthetic).map((source) => source.name))];
  return generated.length
    ? `Drawn from generated stand-ins, not from real data: ${generated.join(', ')}`
    : undefined;
}

/** The caption as plain text, with what a reader must know about data and scale. */
export function plainCaption({ id, caption, sources }: About): string {
  const notes = [syntheticNote(sources), scale() === 'paper' ? undefined : `computed at scale '${scale()}'`];
  const said = notes.filter((note) => note !== undefined);
  return `${id}: ${caption}${said.length ? ` (${said.join('; ')})` : ''}`;
}

/** Saves a figure or table and its record to the figures folder, then shows it. */
export async function publish(about: About, { kind, files, bundle, metadata }: Publication): Promise<void> {
  const sources = about.sources ?? [];
  const record: FigureRecord = {
    id: about.id,
    kind,
    caption: about.caption,
    scale: scale(),
    sources: [...new Set(sources.map((source) => source.name))],
    synthetic: sources.some((source) => source.synthetic),
  };
  const named = Object.entries({ ...files, '.json': `${JSON.stringify(record, null, 2)}\n` });
  writeFiles(
    figuresFolder(),
    Object.fromEntries(named.map(([end, content]) => [about.id + end, content])),
    'LATENT_TORUS_FIGURES',
  );
  display(bundle, metadata);
}
