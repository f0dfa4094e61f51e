// Colour means one thing throughout the course:
//
// | what                | colours         | how it is told apart                                              |
// |---------------------|-----------------|-------------------------------------------------------------------|
// | digits, classes     | digitColours    | ten colours; above ten a shape as well (classShapes)              |
// | data sources        | sourceColours   | MNIST green, EMNIST amber, glyphs brown                          |
// | groups of letters   | groupColours    | similar blue, dissimilar pink; digits are the source's green      |
// | single letters      | letterColour    | red crosses or letters over muted digits                          |
// | latent spaces       | spaceColours    | plane, circle, torus, wrapped torus, autoencoder                  |
// | formulas            | printedColours  | as printed vermilion, right dark blue                             |
// | verdicts            | verdictColours  | and a mark each (verdictMarks)                                    |
// | phases              | phaseColours    | hue, around and around                                            |
// | continuous factors  | factorColours   | from dark to light (viridis without its ends)                     |
// | losses              | lossColours     | from yellow to dark red                                           |
// | fields below points | fieldColours    | greys, from light to dark                                         |
// | cells of a table    | heatColours     | greys, from light to dark                                         |
// | anything else       | seriesColours   | models or settings side by side, with a legend                    |
import { interpolateRgb } from 'd3-interpolate';

/**
 * The ten digits, 0 to 9: M. A. Petroff, Accessible Color Sequences for Data Visualization (arXiv 2107.02270),
 * the sequence of ten, given to the digits so that those that are neighbours in every latent space (3, 5 and 8;
 * 4, 7 and 9) differ most, in grey as well.
 */
export const digitColours = [
  '#717581',
  '#94a4a2',
  '#b9ac70',
  '#e76300',
  '#3f90da',
  '#92dadd',
  '#a96b59',
  '#ffa90e',
  '#832db6',
  '#bd1f01',
] as const;

/** Shapes of classes beyond the tenth: the first ten are dots, the next triangles, then diamonds. */
export const classShapes = ['circle', 'triangle-up', 'diamond', 'square'] as const;

/** Where images come from. */
export const sourceColours = { MNIST: '#009e73', EMNIST: '#f0b429', glyphs: '#8c564b' } as const;

/** Groups in comparisons of scores: digits, letters that resemble them, letters that do not. */
export const groupColours = {
  digits: sourceColours.MNIST,
  similar: '#2b5fc4',
  dissimilar: '#cc79a7',
} as const;

/** Latent spaces; the autoencoder has codes instead. */
export const spaceColours = {
  plane: '#0077bb',
  circle: '#ee7733',
  torus: '#952d60',
  'wrapped torus': '#99ddcc',
  autoencoder: '#888888',
} as const;

/** A formula as the document prints it, and as it should read. */
export const printedColours = { printed: '#d55e00', right: '#2f5d9b' } as const;

/** What became of a claim; the marks tell the same without colour. */
export const verdictColours = {
  holds: '#007a5a',
  undecided: '#8c8c8c',
  'does not hold': '#b5301f',
  'one seed: within': '#a6e3c5',
  'one seed: outside': '#f4a58a',
} as const;
export const verdictMarks = {
  holds: 'circle',
  undecided: 'diamond',
  'does not hold': 'cross',
  'one seed: within': 'triangle-up',
  'one seed: outside': 'triangle-down',
} as const;

/** A loss from low to high, yellow to red. */
export const lossColours = ['#ffe650', '#fbb02c', '#ea7223', '#c23620', '#7d071b'] as const;

/** Letters drawn as crosses without a value of their own. */
export const letterColour = '#d3121a';

/** Points without a class. */
export const plainColour = '#8c8c8c';

/** A quantity below points, from low to high: greys that leave the colours to the points. */
export const fieldColours = ['#ffffff', '#d9dce0', '#b3b9c2', '#8b93a0', '#626b7a'] as const;

/** Cells of a table, from low to high. */
export const heatColours = ['#ffffff', '#d3d6da', '#9aa1ab', '#5f6875', '#2b323d'] as const;

/** A continuous factor from low to high: viridis (S. van der Walt, N. Smith) without its darkest and lightest. */
export const factorColours = ['#433e85', '#33638d', '#25858e', '#2bb07f', '#85d54a'] as const;

/** Models and settings side by side (Okabe and Ito's colours, in an order of our own). */
export const seriesColours = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#777777',
] as const;

/** A colour half-way to grey, for points that are only the background: `muted('#3f90da')`. */
export const muted = (colour: string): string => hex(interpolateRgb(colour, '#c3c3c3')(0.5));

/** The digits' colours, muted. */
export const mutedDigitColours = digitColours.map(muted);

/**
 * Phase, 0 to 2π: hues of equal lightness and chroma around the circle of OKLCH (B. Ottosson, A perceptual
 * color space for image processing, 2020), so that no phase stands out and the ends meet.
 * @param count number of colours; the last is one step before the first again
 */
export function phaseColours(count = 24): string[] {
  return Array.from({ length: count }, (_, i) => oklch(0.7, 0.12, (2 * Math.PI * (i + 0.5)) / count));
}

/** 'rgb(1, 2, 3)' → '#010203'. */
function hex(rgb: string): string {
  const channels = rgb.match(/\d+/g)!.slice(0, 3).map(Number);
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** Lightness 0 … 1, chroma, hue in radians → '#rrggbb'. */
function oklch(lightness: number, chroma: number, hue: number): string {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const encode = (c: number) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);
  const byte = (c: number) => Math.round(255 * Math.min(1, Math.max(0, encode(Math.max(0, c)))));
  return `#${linear.map((c) => byte(c).toString(16).padStart(2, '0')).join('')}`;
}
