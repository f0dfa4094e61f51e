import { writeFiles } from '@latent-torus/files';
import { figuresFolder, scale } from '@latent-torus/settings';
import { type About, note, seedCount, sentences } from './about';
import { captionBundle } from './caption';
import { type Bundle, type BundleMetadata, display } from './jupyter';

/** What `<id>.json` beside a figure or table holds: its record. */
export interface FigureRecord {
  id: string;
  /** A page is a figure with `<id>.html` beside it. */
  kind: 'figure' | 'table' | 'page';
  /** What it is referred to by, if not by its id. */
  number?: string;
  caption: string;
  /** Scale, seeds and generated data as a text. */
  note: string;
  /** What is seen in it, computed from the values. */
  reading: string;
  scale: 'smoke' | 'lesson' | 'paper';
  /** How many seeds are behind the numbers; null if that was not said. */
  seeds: number | null;
  /** Names of the data sets. */
  sources: string[];
  /** Whether any of them is generated. */
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

/** Saves a figure or table and its record to the figures folder, then shows it with caption and reading below. */
export function publish(about: About, { kind, files, bundle, metadata }: Publication): void {
  const sources = about.sources ?? [];
  const record: FigureRecord = {
    id: about.id,
    kind,
    ...(about.number === undefined ? {} : { number: about.number }),
    caption: about.caption,
    note: note(about),
    reading: sentences(about.reading),
    scale: scale(),
    seeds: seedCount(about) ?? null,
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
  display(captionBundle(about, kind));
}
