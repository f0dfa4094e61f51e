import { type About, alternativeText, checkAbout, label, note, sentences, syntheticNote } from './about';
import type { Chart } from './charts/chart';
import { theme } from './charts/theme';
import { isVega } from './is-vega';
import { pageHtml } from './page';
import { describePng } from './png-text';
import { publish } from './publish';

/** Charts whose JSON is larger are shown as PNG only, so that a notebook stays light. In bytes. */
export const largestChart = 100_000;

/** The same for a chart that is to be used: it is refused if larger, as its PNG would not do. In bytes. */
export const largestInteractive = 1_000_000;

/** How a figure is shown. */
export interface ShowOptions {
  /**
   * The title of a page of its own: the chart, in Vega, is also saved as `<id>.html`, which works without
   * network, and reaches the notebook as a chart up to 1 MB.
   */
  page?: string;
}

/** Figures larger than this are refused. In bytes. */
export const largestFile = 500_000;

/**
 * Shows a chart below the cell, with number, caption and reading under it, and saves it as `<id>.svg`, `.png`
 * (at twice the size) and `.json` (its record, see `FigureRecord`) in the figures folder of the scale.
 * JupyterLab draws the chart itself; where that is impossible (GitHub, an exported page) the PNG stands in.
 * Outside Jupyter it only saves.
 * @param chart a Vega-Lite 5 or Vega 5 chart; the course's theme is added to its configuration
 * @throws Error if the chart is invalid or empty, id, caption or reading unusable, or the files cannot be written
 */
export async function show(chart: Chart, about: About & ShowOptions): Promise<void> {
  checkAbout(about);
  if (!chart || typeof chart !== 'object' || Array.isArray(chart)) {
    throw new TypeError(
      `figure '${about.id}': a chart is an object in Vega-Lite, not ${Array.isArray(chart) ? 'an array' : String(chart)}`,
    );
  }
  const { page } = about;
  if (page !== undefined && !isVega(chart)) {
    throw new Error(`figure '${about.id}': a page needs a chart in Vega, not Vega-Lite`);
  }
  const complete = withNote(withTheme(chart, about.caption), syntheticNote(about.sources));
  // Vega and the fonts are loaded with the first figure, not with the package.
  const { render } = require('./render') as typeof import('./render');
  const { svg, png, width, height } = await render(complete).catch((cause: Error) => {
    throw new Error(`figure '${about.id}': ${cause.message}`, { cause });
  });
  for (const [kind, size] of [
    ['SVG', Buffer.byteLength(svg)],
    ['PNG', png.length],
  ] as const) {
    if (size > largestFile) {
      throw new Error(
        `figure '${about.id}': its ${kind} has ${Math.round(size / 1000)} kB, over ${largestFile / 1000}; ` +
          'draw fewer points or a smaller picture',
      );
    }
  }
  const mime = isVega(chart) ? 'application/vnd.vega.v5+json' : 'application/vnd.vegalite.v5+json';
  const size = Buffer.byteLength(JSON.stringify(complete));
  if (page !== undefined && size > largestInteractive) {
    throw new Error(
      `figure '${about.id}': its chart is ${Math.round(size / 1000)} kB, more than ${largestInteractive / 1000}; ` +
        'draw fewer or smaller images',
    );
  }
  const isSmall = size <= largestChart || page !== undefined;
  const kind = page === undefined ? 'figure' : 'page';
  const alternative = alternativeText(about);
  const described = describePng(png, alternative);
  publish(about, {
    kind,
    files: {
      '.svg': describeSvg(svg, label(about, kind), alternative),
      '.png': described,
      ...(page === undefined
        ? {}
        : {
            '.html': pageHtml(complete, {
              title: page,
              caption: about.caption,
              reading: sentences(about.reading),
              note: note(about),
            }),
          }),
    },
    bundle: {
      ...(isSmall ? { [mime]: complete } : {}),
      'image/png': described.toString('base64'),
      'text/plain': `[${label(about, kind)}]`,
    },
    metadata: {
      'image/png': { width, height, alt: alternative },
      ...(isSmall
        ? {
            [mime]: {
              embed_options: { actions: { export: true, source: false, compiled: false, editor: false } },
            },
          }
        : {}),
    },
  });
}

function withTheme(chart: Chart, caption: string): Chart {
  const schema = String(chart.$schema ?? '');
  if (/vega-lite\/v[^5]/.test(schema) || /vega\/v[^5]/.test(schema)) {
    throw new Error(`the chart's $schema is ${schema}; JupyterLab draws version 5 of Vega and Vega-Lite`);
  }
  const kind = isVega(chart) ? 'vega' : 'vega-lite';
  const config = merge(kind === 'vega' ? {} : theme, (chart.config ?? {}) as Chart);
  return { $schema: `https://vega.github.io/schema/${kind}/v5.json`, description: caption, ...chart, config };
}

/** Writes a note into the picture: below the title if there is one, else in its place. */
function withNote(chart: Chart, note: string | undefined): Chart {
  if (note === undefined) return chart;
  const title = chart.title as undefined | string | string[] | Chart;
  const style = { anchor: 'start', subtitleColor: noteColour };
  if (title === undefined || title === null) {
    return {
      ...chart,
      title: { text: note, anchor: 'start', color: noteColour, fontSize: 12, fontWeight: 'normal' },
    };
  }
  if (typeof title === 'string' || Array.isArray(title))
    return { ...chart, title: { text: title, subtitle: note, ...style } };
  const subtitle = [title.subtitle ?? []].flat();
  return { ...chart, title: { ...title, subtitle: [...subtitle, note], ...style } };
}

const noteColour = '#b3261e';

function merge(base: Chart, changes: Chart): Chart {
  const merged: Chart = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const before = merged[key];
    merged[key] = isPlain(before) && isPlain(value) ? merge(before, value) : value;
  }
  return merged;
}

const isPlain = (value: unknown): value is Chart => {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
};

/** Gives an SVG its title and description, which browsers and screen readers tell. */
const describeSvg = (svg: string, title: string, text: string) =>
  svg.replace(
    /<svg[^>]*>/,
    (start) => `${start}<title>${escapeXml(title)}</title><desc>${escapeXml(text)}</desc>`,
  );

const escapeXml = (text: string) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
