import { Resvg } from '@resvg/resvg-js';

/** Size of the curve, in CSS pixels. */
export const curveSize = { width: 360, height: 70 } as const;

/**
 * The curve of the total loss over the epochs as a PNG at twice its size, or nothing before there are two points. It
 * has no background and no text, so that it is seen in a light and in a dark theme.
 */
export function curvePng(history: readonly Record<string, number>[]): Buffer | undefined {
  const values = totals(history);
  if (values.length < 2) return undefined;
  const { width, height } = curveSize;
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const points = values.map((value, i) => {
    const x = 4 + ((width - 8) * i) / (values.length - 1);
    const y = height - 6 - ((height - 12) * (value - low)) / span;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<polyline points="${points.join(' ')}" fill="none" stroke="#2f8fd0" stroke-width="1.5"/></svg>`;
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: 2 }, font: { loadSystemFonts: false } })
    .render()
    .asPng();
}

/** What the curve shows, as a text: 'total 183.1 → 147.1'. */
export function curveText(history: readonly Record<string, number>[]): string {
  const values = totals(history);
  return values.length < 2 ? '' : `total ${values[0].toFixed(1)} → ${values.at(-1)!.toFixed(1)}`;
}

const totals = (history: readonly Record<string, number>[]) =>
  history.map((row) => row.total).filter(Number.isFinite);
