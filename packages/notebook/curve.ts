const width = 360;
const height = 70;

/** The curve of the total loss over the epochs as a small SVG, or nothing before there are two points. */
export function curveSvg(history: readonly Record<string, number>[]): string {
  const values = history.map((row) => row.total).filter(Number.isFinite);
  if (values.length < 2) return '';
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const points = values.map((value, i) => {
    const x = 4 + ((width - 8) * i) / (values.length - 1);
    const y = height - 6 - ((height - 12) * (value - low)) / span;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    'style="display:block;background:white">' +
    `<polyline points="${points.join(' ')}" fill="none" stroke="#0072b2" stroke-width="1.5"/>` +
    `<text x="${width - 4}" y="12" text-anchor="end" font-size="11" fill="#6b6b6b">` +
    `total ${values[0].toFixed(1)} → ${values.at(-1)!.toFixed(1)}</text></svg>`
  );
}
