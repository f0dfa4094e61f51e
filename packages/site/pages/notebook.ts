// A notebook as the body of a page.
import {
  escapeHtml,
  type Heading,
  highlighted,
  type PageContext,
  rendered,
  scrollOpen,
  wordsOf,
} from './markdown';

interface Output {
  output_type: string;
  name?: string;
  text?: string | string[];
  ename?: string;
  evalue?: string;
  data?: Record<string, unknown>;
  metadata?: Record<string, { width?: number; height?: number; alt?: string }>;
}

interface Cell {
  cell_type: 'markdown' | 'code' | 'raw';
  id?: string;
  source: string | string[];
  metadata?: { jupyter?: { source_hidden?: boolean }; latentTorus?: { made?: string }; tags?: string[] };
  outputs?: Output[];
}

/** A section of a page, for the search. */
export interface Section {
  heading: string;
  anchor: string;
  text: string;
}

/** A figure or table of a page. */
export interface Placed {
  id: string;
  kind: 'figure' | 'table';
  /** Anchor of the cell that made it. */
  cell: string;
  words: string;
}

export interface NotebookPage {
  title: string;
  body: string;
  headings: Heading[];
  sections: Section[];
  figures: Placed[];
  /** Files that belong to the page, by their path from the site's root. */
  files: Record<string, string | Uint8Array>;
  hasMath: boolean;
  hasCharts: boolean;
}

export interface NotebookOptions {
  /** Name and place of the page, as 'torus/torus-fig-1'. */
  path: string;
  /** From the page to the site's root: '../'. */
  root: string;
  link: PageContext['link'];
  /** Pages of chapters by name, for tables that name them. */
  chapters: ReadonlyMap<string, string>;
}

const joined = (text: string | string[] | undefined) => [text ?? ''].flat().join('');

const charts = {
  'application/vnd.vega.v5+json': 'vega',
  'application/vnd.vegalite.v5+json': 'vega-lite',
} as const;

/** The first words of a caption that a figure or table of ours has. */
const captionStart = /^\*\*(Figure|Table) ([^*]+?)\.\*\*/;

/**
 * Turns a notebook into a page: prose, code that folds, figures with their captions.
 * @param text the notebook's file
 */
export function notebookPage(text: string, options: NotebookOptions): NotebookPage {
  const { cells } = JSON.parse(text) as { cells: Cell[] };
  const context: PageContext = { link: options.link, headings: [] };
  const page: NotebookPage = {
    title: '',
    body: '',
    headings: context.headings,
    sections: [],
    figures: [],
    files: {},
    hasMath: false,
    hasCharts: false,
  };
  const parts: string[] = [];
  const say = (words: string) => {
    const last = page.sections.at(-1);
    if (last) last.text += ` ${words}`;
  };
  const isTaken = (id: string) => page.figures.some((other) => other.id === id);
  /** Links of a chart lead to pages, not to notebooks. */
  const withLinks = (json: string) =>
    json.replace(/"([^"\s]+\.ipynb)"/g, (all, target) => {
      const found = options.link(target);
      return found ? JSON.stringify(found) : all;
    });

  /** Names of chapters in a table lead to their pages. */
  const withChapters = (html: string) =>
    html.replace(/(<td[^>]*>)([a-z0-9-]+)(<\/td>)/g, (all, open, name, close) => {
      const target = options.chapters.get(name);
      return target ? `${open}<a href="${options.root}${target}">${name}</a>${close}` : all;
    });

  cells.forEach((cell, at) => {
    const source = joined(cell.source);
    if (cell.cell_type === 'markdown') {
      if (cell.metadata?.latentTorus?.made) return; // links and lists of chapters: the site has its own
      const before = context.headings.length;
      const html = rendered(source, context);
      for (const { text: heading, anchor } of context.headings.slice(before)) {
        page.sections.push({ heading, anchor, text: '' });
      }
      say(wordsOf(html));
      parts.push(html);
      return;
    }
    if (cell.cell_type === 'raw' || (!source.trim() && !cell.outputs?.length)) return;
    const anchor = `cell-${cell.id ?? at}`;
    parts.push(codeCell(cell, source, anchor), outputsOf(cell, source, anchor));
  });

  function outputsOf({ outputs = [] }: Cell, source: string, cell: string): string {
    const ids = [...source.matchAll(/\bid: '([a-z0-9-]+)'/g)].map(([, id]) => id);
    const html: string[] = [];
    const log: string[] = [];
    for (let i = 0; i < outputs.length; i++) {
      const output = outputs[i];
      const data = output.data ?? {};
      if (isProgress(output)) {
        log.push(joined(data['text/html'] as string));
        continue;
      }
      const media = mediaOf(output, ids, cell);
      if (!media) {
        html.push(plainOutput(output));
        continue;
      }
      const next = joined(outputs[i + 1]?.data?.['text/markdown'] as string);
      const caption = captionStart.test(next) ? next : undefined;
      if (caption) i++;
      html.push(figure(media, caption, cell));
    }
    if (log.length) html.unshift(logOf(log));
    return html.filter(Boolean).join('\n');
  }

  function figure({ html, kind, id }: Media, caption: string | undefined, cell: string): string {
    const under = caption ? rendered(caption, context) : '';
    const words = wordsOf(under);
    if (words) say(words);
    page.figures.push({ id, kind, cell, words: `${words} ${kind === 'table' ? wordsOf(html) : ''}` });
    const [head, ...reading] = under.split(/(?=<p><strong>Reading)/);
    const from = `<a class="from" href="#${cell}">the cell that made it</a>`;
    return `<figure id="${id}" class="${kind}">
${html}
<figcaption>${head}${reading.length ? `<div class="reading">${reading.join('')}</div>` : ''}<p class="source">${from} · <a href="#${id}">link to this ${kind}</a></p></figcaption>
</figure>`;
  }

  interface Media {
    html: string;
    kind: 'figure' | 'table';
    id: string;
  }

  /** A chart, picture or table. */
  function mediaOf({ data = {}, metadata = {} }: Output, ids: string[], cell: string): Media | undefined {
    const plain = joined(data['text/plain'] as string);
    const named = ids.find((id) => plain.includes(id)) ?? ids.find((id) => !isTaken(id));
    const id = named && !isTaken(named) ? named : `${cell}-output-${page.figures.length + 1}`;
    const png = joined(data['image/png'] as string);
    const chart = Object.entries(charts).find(([type]) => data[type]);
    if (png || chart || data['image/svg+xml']) {
      const { width, height, alt = plain } = metadata['image/png'] ?? {};
      const base = `figures/${options.path}/${id}`;
      const size = width && height ? ` width="${width}" height="${height}"` : '';
      const svg = joined(data['image/svg+xml'] as string);
      if (png) page.files[`${base}.png`] = Buffer.from(png, 'base64');
      else if (svg) page.files[`${base}.svg`] = svg;
      const picture =
        png || svg
          ? `<img src="${options.root}${base}.${png ? 'png' : 'svg'}"${size} alt="${escapeHtml(alt)}" loading="lazy">`
          : '';
      if (!chart) return { html: `<div class="chart">${picture}</div>`, kind: 'figure', id };
      page.hasCharts = true;
      const [type, kind] = [chart[0], charts[chart[0] as keyof typeof charts]];
      const isExplorer = isExplorable(data[type]);
      page.files[`${base}.js`] =
        `latentTorusChart(${JSON.stringify(base)}, ${withLinks(JSON.stringify(data[type]))});\n`;
      const html = `<div class="chart" data-chart="${base}" data-kind="${kind}"${isExplorer ? ' data-explorer' : ''}${
        width ? ` data-width="${width}"` : ''
      }>${picture}</div>`;
      return { html, kind: 'figure', id };
    }
    const html = joined(data['text/html'] as string);
    if (/^\s*<table/.test(html)) {
      const label = captionLabel(plain);
      return { html: `${scrollOpen(label)}${withChapters(html)}</div>`, kind: 'table', id };
    }
    return undefined;
  }

  function plainOutput({ output_type, text, ename, evalue, data = {} }: Output): string {
    if (output_type === 'error')
      return `<pre class="output error" tabindex="0">${escapeHtml(`${ename}: ${evalue}`)}</pre>`;
    if (data['text/markdown']) {
      const html = rendered(joined(data['text/markdown'] as string), context);
      say(wordsOf(html));
      return `<div class="reading">${html}</div>`;
    }
    if (data['text/html']) return `<div class="output">${joined(data['text/html'] as string)}</div>`;
    const plain = joined(text) || joined(data['text/plain'] as string);
    return plain.trim() ? `<pre class="output" tabindex="0">${escapeHtml(plain.trimEnd())}</pre>` : '';
  }

  page.body = parts.filter(Boolean).join('\n');
  page.title = context.headings.find(({ level }) => level === 1)?.text ?? options.path;
  page.hasMath = context.hasMath ?? false;
  return page;
}

const captionLabel = (plain: string) => `Table, ${plain.split('\n')[0].replace(/\s+/g, ' ').slice(0, 80)}`;

/** A line that told how far a training was. */
const isProgress = ({ data = {} }: Output) =>
  /^\s*<div style="font-size:13px/.test(joined(data['text/html'] as string));

function logOf(lines: string[]): string {
  const words = wordsOf(lines[lines.length - 1]).slice(0, 90);
  const label = lines.length === 1 ? words : `${lines.length} messages of the run`;
  return `<details class="log"><summary>${escapeHtml(label)}</summary>\n${lines.join('\n')}\n</details>`;
}

/** A chart that tells the page how it wants to be used. */
function isExplorable(chart: unknown): boolean {
  const { signals = [] } = chart as { signals?: { name: string }[] };
  return signals.some(({ name }) => name === 'room');
}

function codeCell({ metadata = {}, outputs = [] }: Cell, source: string, anchor: string): string {
  if (!source.trim()) return `<div id="${anchor}"></div>`;
  const makesFigure = outputs.some(
    ({ data = {} }) => data['image/png'] || /^\s*<table/.test(joined(data['text/html'] as string)),
  );
  const isFolded = makesFigure || metadata.jupyter?.source_hidden || /^import\b/m.test(source);
  const lines = source.trimEnd().split('\n');
  const first = lines.find((line) => line.trim() && !line.trim().startsWith('//')) ?? lines[0];
  const count = lines.length === 1 ? '1 line' : `${lines.length} lines`;
  return `<details class="code" id="${anchor}"${isFolded ? '' : ' open'}><summary><span class="what">Code</span> <code>${escapeHtml(
    first.trim().slice(0, 90),
  )}</code> <span class="count">${count}</span></summary>
<pre tabindex="0"><code>${highlighted(source.trimEnd(), 'typescript')}</code></pre></details>`;
}
