// Colours with one meaning throughout the course.

/**
 * The ten digits, 0 to 9: M. A. Petroff, Accessible Color Sequences for Data Visualization (arXiv
 * 2107.02270), the sequence of ten, chosen to stay distinct with deficient colour vision; all are readable on
 * white as small points.
 */
export const digitColours = [
  '#3f90da',
  '#ffa90e',
  '#bd1f01',
  '#94a4a2',
  '#832db6',
  '#a96b59',
  '#e76300',
  '#b9ac70',
  '#717581',
  '#92dadd',
] as const;

/** The digits' colours half-way to grey, for points that are only the background. */
export const mutedDigitColours = digitColours.map((colour) => {
  const channels = [1, 3, 5].map((at) => Math.round((parseInt(colour.slice(at, at + 2), 16) + 195) / 2));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
});

/**
 * Groups in comparisons of scores: digits, letters that resemble them, letters that do not (Okabe and Ito's
 * colours).
 */
export const groupColours = { digits: '#009e73', similar: '#0072b2', dissimilar: '#cc79a7' } as const;

/** A formula as the document prints it, and as it should read. */
export const printedColours = { printed: '#d55e00', right: '#333333' } as const;

/** A loss from low to high, yellow to red. */
export const lossColours = ['#ffe650', '#fbb02c', '#ea7223', '#c23620', '#7d071b'] as const;

/** Letters drawn as crosses without a value of their own. */
export const letterColour = '#d3121a';

/** A quantity below points, from low to high: light greys that leave the colours to the points. */
export const fieldColours = ['#ffffff', '#e4e6e9', '#c6cad0', '#a4aab4', '#7f8793'] as const;

/** Cells of a table, from low to high. */
export const heatColours = ['#ffffff', '#d3d6da', '#9aa1ab', '#5f6875', '#2b323d'] as const;

/** Models and settings side by side (Okabe and Ito's colours, in an order of our own). */
export const seriesColours = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#333333',
] as const;

/**
 * Phase, 0 to 2π: hues of equal lightness and chroma around the circle of OKLCH (B. Ottosson, A perceptual
 * color space for image processing, 2020), so that no phase stands out and the ends meet.
 * @param count number of colours; the last is one step before the first again
 */
export function phaseColours(count = 24): string[] {
  return Array.from({ length: count }, (_, i) => oklch(0.7, 0.12, (2 * Math.PI * (i + 0.5)) / count));
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
