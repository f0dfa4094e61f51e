import { Resvg } from '@resvg/resvg-js';
import * as vega from 'vega';
import { compile } from 'vega-lite';
import type { Chart } from './charts/chart';
import { encodePng } from './charts/png';
import { quantise } from './charts/quantise';
import { card, fontName } from './charts/theme';
import { compactSvg } from './compact-svg';
import { fontFiles, fonts, textWidth } from './font';
import { isVega } from './is-vega';

/** A chart as pictures. Width and height are those of the SVG in CSS pixels; the PNG has up to twice as many. */
export interface Picture {
  svg: string;
  png: Buffer;
  width: number;
  height: number;
}

/**
 * Draws a Vega-Lite 5 or Vega 5 chart without a browser.
 * @param surroundings configuration for what the chart leaves open: background and colour of text (default a
 *   white card)
 * @throws Error if the chart is invalid, names a field that the data lack, draws no mark, or Vega warns of
 *   anything
 */
export async function render(chart: Chart, surroundings: Chart = card): Promise<Picture> {
  measureText();
  const logger = new Collector();
  let compiled: vega.Spec;
  try {
    compiled = isVega(chart)
      ? (chart as vega.Spec)
      : compile(chart as never, { logger: logger as never, config: surroundings as never }).spec;
  } catch (cause) {
    throw new Error(`not a valid Vega-Lite chart: ${(cause as Error).message}`, { cause });
  }
  let view: vega.View;
  try {
    view = new vega.View(vega.parse(compiled, (isVega(chart) ? surroundings : {}) as vega.Config), {
      renderer: 'none',
      logger: logger as never,
    });
    await view.runAsync();
  } catch (cause) {
    throw new Error(`Vega cannot draw the chart: ${(cause as Error).message}`, { cause });
  }
  try {
    logger.check();
    if (!isVega(chart)) checkFields(chart, compiled, view);
    if (!hasMarks((view.scenegraph() as unknown as { root: SceneItem }).root)) {
      throw new Error('the chart draws no mark: its data are empty or every value was filtered out');
    }
    const svg = compactSvg(await view.toSVG());
    logger.check();
    checkSigns(svg);
    return { svg, ...rasterise(svg) };
  } finally {
    view.finalize();
  }
}

/**
 * Draws an SVG as a PNG at twice its size, with the shipped fonts and 256 colours, a third of the bytes of
 * all. A picture that is heavy then, as thousands of points are, is drawn at 1.4 times its size: a notebook
 * holds several.
 */
export function rasterise(svg: string): { png: Buffer; width: number; height: number } {
  const twice = rasteriseAt(svg, 2);
  return twice.png.length > HEAVY ? rasteriseAt(svg, 1.4) : twice;
}

/** In bytes. */
const HEAVY = 80_000;

function rasteriseAt(svg: string, zoom: number): { png: Buffer; width: number; height: number } {
  const image = new Resvg(svg, {
    font: {
      loadSystemFonts: false,
      fontFiles: fontFiles(),
      defaultFontFamily: fontName,
      sansSerifFamily: fontName,
    },
    fitTo: { mode: 'zoom', value: zoom },
    background: 'white',
  }).render();
  const { width, height } = image;
  const { indices, palette } = quantise(image.pixels);
  const png = encodePng({ data: indices, palette, width, height, channels: 1 });
  return { png, width: Math.round(width / zoom), height: Math.round(height / zoom) };
}

/** Vega estimates widths without a canvas, far too wide; the font's own are exact. */
function measureText(): void {
  fonts();
  const { textMetrics } = vega as unknown as {
    textMetrics: { width: (item: TextItem, text: unknown) => number };
  };
  textMetrics.width = (item, text) =>
    textWidth(String(text ?? ''), item.fontSize ?? 11, isBold(item.fontWeight));
}

interface TextItem {
  fontSize?: number;
  fontWeight?: string | number;
}

const isBold = (weight: string | number | undefined) => weight === 'bold' || Number(weight) >= 600;

/** A sign that no font has would be drawn as an empty box. */
function checkSigns(svg: string): void {
  const { regular, bold, math } = fonts();
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) =>
    text.replace(/&[a-z0-9#]+;/g, ''),
  );
  const missing = [...new Set(texts.join(''))].filter(
    (sign) => ![regular, bold, math].some((font) => font.width(sign)),
  );
  if (missing.length)
    throw new Error(`the shipped fonts have no sign for '${missing.join("', '")}'; write it in another way`);
}

/** A logger that turns every warning into an error: a chart that needs one is not what its author meant. */
class Collector {
  private readonly messages: string[] = [];
  level(): this {
    return this;
  }
  debug(): this {
    return this;
  }
  info(): this {
    return this;
  }
  // Vega calls these on its view, not on the logger.
  readonly warn = (...parts: unknown[]): this => this.keep(parts);
  readonly error = (...parts: unknown[]): this => this.keep(parts);

  check(): void {
    if (this.messages.length) throw new Error(`Vega warns: ${[...new Set(this.messages)].join('; ')}`);
  }

  private keep(parts: unknown[]): this {
    this.messages.push(parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' '));
    return this;
  }
}

interface SceneItem {
  marktype?: string;
  role?: string;
  items?: SceneItem[];
}

/** Whether the scene holds a mark of the chart itself, not only axes, legends and titles. */
function hasMarks(item: SceneItem): boolean {
  if (item.role?.startsWith('axis') || item.role?.startsWith('legend') || item.role?.startsWith('title'))
    return false;
  if (item.marktype && item.marktype !== 'group') return (item.items ?? []).length > 0;
  return (item.items ?? []).some(hasMarks);
}

/** Vega draws an unknown field as nothing or as 'undefined', without a warning; here it is an error. */
function checkFields(chart: Chart, compiled: vega.Spec, view: vega.View): void {
  const known = derivedFields(compiled, new Set());
  for (const { name } of compiled.data ?? []) {
    // The tuples of one data set are alike; the first few hundred show every field.
    for (const tuple of view.data(name).slice(0, 300))
      Object.keys(tuple).forEach((field) => known.add(field));
  }
  const unknown = [...encodedFields(chart, new Set())].filter((field) => !known.has(field));
  if (unknown.length) {
    const fields = [...known].sort().join(', ');
    throw new Error(`no field named '${unknown.join("', '")}' in the data; there are ${fields || 'none'}`);
  }
}

/** The names that transforms give to what they compute. */
function derivedFields(value: unknown, fields: Set<string>): Set<string> {
  if (Array.isArray(value)) value.forEach((entry) => derivedFields(entry, fields));
  else if (value && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'as') [inner].flat().forEach((name) => typeof name === 'string' && fields.add(name));
      else if (key !== 'values') derivedFields(inner, fields);
    }
  }
  return fields;
}

function encodedFields(value: unknown, fields: Set<string>): Set<string> {
  if (Array.isArray(value)) value.forEach((entry) => encodedFields(entry, fields));
  else if (value && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'encoding' && inner && typeof inner === 'object') {
        for (const channel of Object.values(inner)) addField(channel, fields);
      } else if (key !== 'values' && key !== 'datasets') encodedFields(inner, fields);
    }
  }
  return fields;
}

function addField(channel: unknown, fields: Set<string>): void {
  if (Array.isArray(channel)) channel.forEach((entry) => addField(entry, fields));
  else if (channel && typeof channel === 'object') {
    const { field, aggregate, bin, timeUnit } = channel as Record<string, unknown>;
    // Derived fields get other names in the data, and dots and brackets reach into objects: only plain ones
    // are checked.
    if (typeof field === 'string' && !aggregate && !bin && !timeUnit && !/[.[\\]/.test(field))
      fields.add(field);
  }
}
