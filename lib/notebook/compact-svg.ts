/**
 * Shrinks the SVG that Vega writes for thousands of points: numbers are rounded to hundredths of a pixel, and a point's
 * outline is written once and then referred to. What is drawn stays the same.
 */
export function compactSvg(svg: string): string {
  const outlines = new Map<string, string>();
  const body = svg
    .replace(/ (?:aria-[a-z]+|role)="[^"]*"/g, '')
    .replace(/ (d|transform|x|y|x1|x2|y1|y2|cx|cy|width|height)="([^"]*)"/g, (_, name, value) => {
      return ` ${name}="${value.replace(/-?\d+\.\d{3,}(e-?\d+)?/g, (number: string) => String(Number(Number(number).toFixed(2))))}"`;
    })
    .replace(/<path transform="translate\(([^,)]+),([^,)]+)\)" d="([^"]+)"([^>]*?)><\/path>/g, (_, x, y, d, style) => {
      const key = `${d}|${style}`;
      if (!outlines.has(key)) outlines.set(key, `p${outlines.size}`);
      return `<use href="#${outlines.get(key)}" x="${x}" y="${y}"/>`;
    });
  if (!outlines.size) return body;
  const definitions = [...outlines].map(([key, name]) => {
    const [d, style] = key.split('|');
    return `<path id="${name}" d="${d}"${style}/>`;
  });
  return body.replace(/(<svg[^>]*>)/, `$1<defs>${definitions.join('')}</defs>`);
}
