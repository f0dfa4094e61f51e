/**
 * Shrinks the SVG that Vega writes for thousands of points: numbers are rounded to hundredths of a pixel
 * (places of points to tenths), and points that look alike are drawn once and then referred to. The picture
 * stays the same.
 */
export function compactSvg(svg: string): string {
  const rounded = svg
    .replace(/ (?:aria-[a-z]+|role)="[^"]*"/g, '')
    .replace(/ (d|transform|x|y|x1|x2|y1|y2|cx|cy|width|height)="([^"]*)"/g, (_, name, value) => {
      return ` ${name}="${value.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number: string) => round(number, 2))}"`;
    });
  const point = /<path transform="translate\(([^,)]+),([^,)]+)\)" d="([^"]+)"((?: [a-z-]+="[^"]*")*)\/>/g;
  const alike = new Names();
  const shapes = new Names();
  for (const [, , , d, style] of rounded.matchAll(point)) {
    alike.count(`d="${d}"${style}`);
    shapes.count(`d="${d}"`);
  }
  const body = rounded.replace(point, (whole, x, y, d, style) => {
    const place = `x="${round(x, 1)}" y="${round(y, 1)}"`;
    const look = alike.name('a', `d="${d}"${style}`);
    if (look) return `<use href="#${look}" ${place}/>`;
    const shape = shapes.name('b', `d="${d}"`);
    return shape ? `<use href="#${shape}" ${place}${style}/>` : whole;
  });
  const used = [...alike.definitions('a'), ...shapes.definitions('b')].filter(([name]) =>
    body.includes(`"#${name}"`),
  );
  if (!used.length) return body;
  const definitions = used.map(([name, attributes]) => `<path id="${name}" ${attributes}/>`).join('');
  return body.replace(/<svg[^>]*>/, (start) => `${start}<defs>${definitions}</defs>`);
}

const round = (number: string, digits: number) => String(Number(Number(number).toFixed(digits)));

/** Names for what occurs so often that a name is shorter. */
class Names {
  private readonly counts = new Map<string, number>();
  private numbers: Map<string, number> | undefined;

  count(text: string): void {
    this.counts.set(text, (this.counts.get(text) ?? 0) + 1);
  }

  name(prefix: string, text: string): string | undefined {
    const number = this.numbered().get(text);
    return number === undefined ? undefined : prefix + number;
  }

  definitions(prefix: string): [name: string, text: string][] {
    return [...this.numbered()].map(([text, number]) => [prefix + number, text]);
  }

  private numbered(): Map<string, number> {
    const often = () => [...this.counts].filter(([, count]) => count >= 5);
    return (this.numbers ??= new Map(often().map(([text], i) => [text, i])));
  }
}
