/**
 * Shrinks the SVG that Vega writes for thousands of points: numbers are rounded to hundredths of a pixel, and what
 * points share (outline, colour) is written once and then referred to. What is drawn stays the same.
 */
export function compactSvg(svg: string): string {
  const rounded = svg
    .replace(/ (?:aria-[a-z]+|role)="[^"]*"/g, '')
    .replace(/ (d|transform|x|y|x1|x2|y1|y2|cx|cy|width|height)="([^"]*)"/g, (_, name, value) => {
      return ` ${name}="${value.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number: string) => String(round(number)))}"`;
    });
  const outlines = new Dictionary('p');
  const styles = new Dictionary('s');
  const point = /<path transform="translate\(([^,)]+),([^,)]+)\)" d="([^"]+)"((?: [a-z-]+="[^"]*")*)\/>/g;
  for (const [, , , d, style] of rounded.matchAll(point)) {
    outlines.count(d);
    styles.count(style);
  }
  const body = rounded.replace(point, (whole, x, y, d, style) => {
    const outline = outlines.name(d);
    if (!outline) return whole;
    const shared = styles.name(style);
    return `<use href="#${outline}" x="${x}" y="${y}"${shared ? ` class="${shared}"` : style}/>`;
  });
  const definitions = outlines.entries().map(([name, d]) => `<path id="${name}" d="${d}"/>`);
  if (!definitions.length) return body;
  const rules = styles.entries().map(([name, style]) => {
    return `.${name}{${[...style.matchAll(/ ([a-z-]+)="([^"]*)"/g)].map(([, key, value]) => `${key}:${value}`).join(';')}}`;
  });
  return body.replace(/<svg[^>]*>/, `$&<style>${rules.join('')}</style><defs>${definitions.join('')}</defs>`);
}

const round = (number: string) => Number(Number(number).toFixed(2));

/** Names for texts that occur often enough for a name to be shorter. */
class Dictionary {
  private readonly counts = new Map<string, number>();
  constructor(private readonly prefix: string) {}

  count(text: string): void {
    this.counts.set(text, (this.counts.get(text) ?? 0) + 1);
  }

  entries(): [name: string, text: string][] {
    const often = [...this.counts].filter(([, count]) => count >= 5);
    return often.map(([text], i) => [`${this.prefix}${i}`, text]);
  }

  name(text: string): string | undefined {
    this.names ??= new Map(this.entries().map(([name, key]) => [key, name]));
    return this.names.get(text);
  }

  private names: Map<string, string> | undefined;
}
