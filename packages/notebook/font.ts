import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openSync } from 'fontkit';

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
  if (gone) throw new Error(`the font ${gone} is gone; reinstall the packages ('npm start' does it)`);
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

/** Opens a font file. @throws Error if it cannot be read or is not a font */
export function readFont(file: string): Font {
  try {
    const font = openSync(file);
    if (!('glyphForCodePoint' in font)) throw new Error('it is a collection of fonts');
    const { unitsPerEm } = font;
    const width = (character: string) => {
      const code = character.codePointAt(0)!;
      return font.hasGlyphForCodePoint(code)
        ? font.glyphForCodePoint(code).advanceWidth / unitsPerEm
        : undefined;
    };
    width('x'); // a damaged file is noticed here, not at the first picture
    return { file, width };
  } catch (cause) {
    throw new Error(
      `cannot read the font ${file} (${(cause as Error).message}), which pictures need for their text; ` +
        'reinstall the packages',
      { cause },
    );
  }
}
