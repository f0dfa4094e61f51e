import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A shipped font file and the widths of its characters. */
export interface Font {
  readonly file: string;
  /** Width of a character as a fraction of the font size; undefined if the font has no such character. */
  width(character: string): number | undefined;
}

/**
 * The shipped fonts: text, bold text, and a mathematical font for the few signs that the text font lacks (ℝ,
 * ∇, ∈).
 */
export interface Fonts {
  readonly regular: Font;
  readonly bold: Font;
  readonly math: Font;
}

let shipped: Fonts | undefined;

/**
 * The fonts that every picture is drawn with, so that it looks the same on every machine.
 * @throws Error if a font package is missing or its file is damaged
 */
export function fonts(): Fonts {
  shipped ??= {
    regular: packagedFont('@expo-google-fonts/source-sans-3', '400Regular/SourceSans3_400Regular.ttf'),
    bold: packagedFont('@expo-google-fonts/source-sans-3', '600SemiBold/SourceSans3_600SemiBold.ttf'),
    math: packagedFont('@expo-google-fonts/noto-sans-math', '400Regular/NotoSansMath_400Regular.ttf'),
  };
  return shipped;
}

/**
 * The files of the fonts, for the drawing library, which would leave out all text without a word if one were
 * gone.
 * @throws Error if one is missing by now
 */
export function fontFiles(): string[] {
  const files = Object.values<Font>({ ...fonts() }).map(({ file }) => file);
  const gone = files.find((file) => !existsSync(file));
  if (gone) throw new Error(`the font ${gone} is gone; run 'npm start' or 'npm test' once`);
  return files;
}

/**
 * Width of a text in pixels, for the layout of axes and legends. A character that no shipped font has counts
 * as 0.6 of the size.
 */
export function textWidth(text: string, size: number, bold = false): number {
  const { regular, bold: heavy, math } = fonts();
  const first = bold ? heavy : regular;
  let width = 0;
  for (const character of text) width += first.width(character) ?? math.width(character) ?? 0.6;
  return width * size;
}

/** A font file of an npm package. @throws Error if the package is missing or its file is damaged */
export function packagedFont(packageName: string, path: string): Font {
  let folder: string;
  try {
    folder = dirname(require.resolve(`${packageName}/package.json`));
  } catch (cause) {
    throw new Error(`the font package ${packageName} is not installed; run 'npm start' or 'npm test' once`, {
      cause,
    });
  }
  return readFont(join(folder, path));
}

/**
 * Reads a TrueType file: its character map and advance widths (OpenType specification: tables cmap, head,
 * hhea, hmtx).
 * @throws Error if the file cannot be read or is no TrueType font
 */
export function readFont(file: string): Font {
  let data: Buffer;
  try {
    data = readFileSync(file);
  } catch (cause) {
    throw new Error(
      `cannot read the font ${file}, which pictures need for their text; reinstall the packages`,
      { cause },
    );
  }
  try {
    const tables = tableOffsets(data);
    const unitsPerEm = data.readUInt16BE(tables.head + 18);
    const metrics = data.readUInt16BE(tables.hhea + 34);
    const glyphs = characterMap(data, tables.cmap);
    return {
      file,
      width(character) {
        const glyph = glyphs(character.codePointAt(0)!);
        if (!glyph) return undefined;
        return data.readUInt16BE(tables.hmtx + 4 * Math.min(glyph, metrics - 1)) / unitsPerEm;
      },
    };
  } catch (cause) {
    throw new Error(
      `${file} is no readable TrueType font (${(cause as Error).message}); reinstall the packages`,
      { cause },
    );
  }
}

function tableOffsets(data: Buffer): Record<'cmap' | 'head' | 'hhea' | 'hmtx', number> {
  const version = data.readUInt32BE(0);
  if (version !== 0x00010000 && version !== 0x4f54544f) throw new Error('not an OpenType file');
  const offsets: Record<string, number> = {};
  for (let i = 0, at = 12; i < data.readUInt16BE(4); i++, at += 16) {
    offsets[data.toString('latin1', at, at + 4)] = data.readUInt32BE(at + 8);
  }
  for (const name of ['cmap', 'head', 'hhea', 'hmtx']) {
    if (offsets[name] === undefined || offsets[name] >= data.length)
      throw new Error(`table ${name} is missing`);
  }
  return offsets;
}

/**
 * A lookup from code point to glyph (0: none), from a subtable of format 12 (all of Unicode) or else 4 (its
 * first plane).
 */
function characterMap(data: Buffer, cmap: number): (code: number) => number {
  const subtables = Array.from({ length: data.readUInt16BE(cmap + 2) }, (_, i) => {
    return cmap + data.readUInt32BE(cmap + 4 + 8 * i + 4);
  });
  const find = (format: number) => subtables.find((at) => data.readUInt16BE(at) === format);
  const full = find(12);
  if (full !== undefined) return (code) => segmented(data, full, code);
  const basic = find(4);
  if (basic === undefined) throw new Error('no Unicode character map');
  return (code) => basicPlane(data, basic, code);
}

function segmented(data: Buffer, at: number, code: number): number {
  const groups = data.readUInt32BE(at + 12);
  for (let i = 0, group = at + 16; i < groups; i++, group += 12) {
    const first = data.readUInt32BE(group);
    if (code >= first && code <= data.readUInt32BE(group + 4))
      return data.readUInt32BE(group + 8) + code - first;
  }
  return 0;
}

function basicPlane(data: Buffer, at: number, code: number): number {
  const twice = data.readUInt16BE(at + 6); // twice the number of segments
  const ends = at + 14;
  const starts = ends + twice + 2;
  for (let i = 0; i < twice; i += 2) {
    const start = data.readUInt16BE(starts + i);
    if (code > data.readUInt16BE(ends + i) || code < start) continue;
    const delta = data.readUInt16BE(starts + twice + i);
    const rangeAt = starts + 2 * twice + i;
    const range = data.readUInt16BE(rangeAt);
    if (range === 0) return (code + delta) & 0xffff;
    const glyph = data.readUInt16BE(rangeAt + range + 2 * (code - start));
    return glyph && (glyph + delta) & 0xffff;
  }
  return 0;
}
