import fs from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import MiniSearch from 'minisearch';
import { bundle } from '../bundle';
import { home } from './home';
import { layout } from './layout';
import { livePages } from './live';
import { escapeHtml, highlighted, type PageContext, rendered } from './markdown';
import { type Evidence, measured } from './measured';
import type { NavigationPart, PageLink } from './navigation';
import { type NotebookPage, notebookPage } from './notebook';
import { searchOptions } from './search-options';

/** A part of the course, as `tools/course/chapters.mjs` lists them. */
export interface CoursePart {
  folder: string;
  title: string;
  text: string;
  chapters: readonly { name: string; file: string; path: string; question?: string }[];
}

export interface SiteOptions {
  /** The project's folder. */
  root: string;
  /** The notebooks' folder, with `index.ipynb`. */
  notebooks: string;
  /** The folder of figures and their records. */
  figures: string;
  parts: readonly CoursePart[];
  /** The folder that the site is written to; what was in it goes. */
  out: string;
  /** Told of what is amiss but stops nothing: a link that leads nowhere. */
  notice(text: string): void;
}

/** What was built. */
export interface Site {
  pages: string[];
  files: number;
  bytes: number;
}

/**
 * Builds the site from executed notebooks, without a network.
 * @throws Error if a notebook cannot be read
 */
export async function buildSite(options: SiteOptions): Promise<Site> {
  const { root, notebooks, parts, out, notice } = options;
  const files = new Map<string, string | Uint8Array>();
  const filled = parts.filter(({ chapters }) => chapters.length);
  const chapters = filled.flatMap((part) => part.chapters);
  const pageOf = (path: string) => path.replace(/\.ipynb$/, '.html');
  const chapterPages = new Map(chapters.map(({ name, path }) => [name, pageOf(path)]));
  const sources = new Map<string, string>(); // files of the project that pages lead to: from the project's root, the page

  /** Where a link of a file of the project leads from a page of the site. */
  const linker = (fromFile: string, fromPage: string): PageContext['link'] => {
    const up = '../'.repeat(fromPage.split('/').length - 1);
    return (target) => {
      if (/^[a-z]+:|^\/\//i.test(target)) return target;
      const [name, anchor] = target.split('#');
      const end = anchor === undefined ? '' : `#${anchor}`;
      if (!name) return target;
      const file = join(dirname(fromFile), decodeURIComponent(name));
      const inNotebooks = relative(notebooks, file).split(sep).join('/');
      if (inNotebooks === 'index.ipynb') return `${up}index.html${end}`;
      const chapter = chapters.find(({ path }) => path === inNotebooks);
      if (chapter) return `${up}${pageOf(chapter.path)}${end}`;
      const place = relative(root, file).split(sep).join('/');
      if (place === 'figures/README.md') return `${up}measured.html${end}`;
      const page = place.startsWith('..') ? undefined : sourcePage(place);
      if (page === undefined) {
        notice(`${relative(root, fromFile)} leads to ${target}, which is not there`);
        return undefined;
      }
      return `${up}${page}${end}`;
    };
  };

  /** The page of a file of the project, or the file. */
  function sourcePage(place: string): string | undefined {
    const known = sources.get(place);
    if (known !== undefined) return known;
    const file = join(root, place);
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      return fs.existsSync(join(file, 'README.md')) ? sourcePage(posix.join(place, 'README.md')) : undefined;
    }
    if (!stat) return undefined;
    const isText = /\.(ts|mjs|cjs|json|jsonc|md|py|sh|csv|txt)$|^LICENSE$/.test(posix.basename(place));
    const isPage = /\.(md|ts|mjs|cjs|py|sh|json)$/.test(place);
    const page = isPage ? `source/${place}.html` : `source/${place}`;
    sources.set(place, page);
    if (!isPage) {
      files.set(page, isText ? fs.readFileSync(file, 'utf8') : fs.readFileSync(file));
      return page;
    }
    pending.push(() => writeSource(place, page));
    return page;
  }

  function writeSource(place: string, page: string): void {
    const text = fs.readFileSync(join(root, place), 'utf8');
    const context: PageContext = { link: linker(join(root, place), page), headings: [] };
    const body = place.endsWith('.md')
      ? rendered(text, context)
      : `<h1><code>${escapeHtml(place)}</code></h1>\n<pre tabindex="0"><code>${highlighted(
          text,
          posix
            .extname(place)
            .slice(1)
            .replace(/^[mc]js$/, 'js'),
        )}</code></pre>`;
    const { hasMath, headings } = context;
    write({ title: headings[0]?.text ?? place, body, path: page, hasMath, headings });
  }
  const pending: (() => void)[] = [];

  const live = await livePages();
  const made: { chapter: CoursePart['chapters'][number]; page: NotebookPage }[] = chapters.map((chapter) => {
    const path = chapter.path.replace(/\.ipynb$/, '');
    const pageRoot = '../'.repeat(path.split('/').length - 1);
    const text = fs.readFileSync(chapter.file, 'utf8');
    const page = notebookPage(text, {
      path,
      root: pageRoot,
      link: linker(chapter.file, `${path}.html`),
      chapters: chapterPages,
    });
    return { chapter, page };
  });
  const linkTo = ({ chapter, page }: (typeof made)[number]): PageLink => ({
    path: pageOf(chapter.path),
    title: page.title,
    question: chapter.question,
  });
  const measuredLink: PageLink = {
    path: 'measured.html',
    title: 'Reported against measured',
    question: 'Every claim of the documents, and what became of it.',
  };
  const navigation: NavigationPart[] = [
    ...filled.map(({ title, text, chapters: own }) => ({
      title,
      text,
      pages: made.filter(({ chapter }) => own.includes(chapter)).map(linkTo),
    })),
    {
      title: 'Train in the page',
      pages: live.pages.map(({ path, title, question }) => ({ path, title, question })),
    },
    { title: 'Results', pages: [measuredLink] },
  ].filter((part) => part.pages.length);

  type Page = Omit<Parameters<typeof layout>[0], 'root' | 'parts'>;
  const pages: string[] = [];
  function write(page: Page): void {
    pages.push(page.path);
    const up = '../'.repeat(page.path.split('/').length - 1);
    files.set(page.path, layout({ ...page, root: up, parts: navigation }));
  }

  const searched: { id: number; title: string; heading: string; text: string; url: string }[] = [];
  const find = (title: string, heading: string, text: string, url: string) =>
    searched.push({ id: searched.length, title, heading, text, url });

  const index = join(notebooks, 'index.ipynb');
  const front = home(fs.existsSync(index) ? fs.readFileSync(index, 'utf8') : undefined, {
    parts: navigation,
    figures: options.figures,
    link: linker(index, 'index.html'),
  });
  for (const [file, content] of Object.entries(front.files)) files.set(file, content);
  write({
    title: 'Latent Torus',
    path: 'index.html',
    body: front.body,
    kind: 'front',
    hasMath: front.hasMath,
    description: front.description,
  });

  const order = [...made.map(linkTo)];
  made.forEach(({ chapter, page }, i) => {
    for (const [file, content] of Object.entries(page.files)) files.set(file, content);
    const notebook = `notebooks/${chapter.path}`;
    files.set(notebook, fs.readFileSync(chapter.file));
    const { path } = order[i];
    write({
      title: page.title,
      description: chapter.question,
      path,
      body: page.body,
      headings: page.headings,
      hasMath: page.hasMath,
      notebook,
      before: order[i - 1] ?? { path: 'index.html', title: 'All chapters' },
      after: order[i + 1] ?? live.pages[0] ?? measuredLink,
    });
    for (const { heading, anchor, text } of page.sections)
      find(page.title, heading, text, `${path}#${encodeURIComponent(anchor)}`);
  });

  for (const page of live.pages) {
    write({ ...page, kind: 'live' });
    find(page.title, page.title, page.question, page.path);
  }
  for (const [file, content] of Object.entries(live.files)) files.set(file, content);

  const evidence: Evidence[] = made.map(({ chapter, page }) => ({
    name: chapter.name,
    title: page.title,
    path: pageOf(chapter.path),
    figures: page.figures,
  }));
  const results = measured({ figures: options.figures, parts: filled, pages: evidence });
  write({ ...measuredLink, description: measuredLink.question, ...results });
  find(measuredLink.title, measuredLink.title, measuredLink.question!, measuredLink.path);

  for (let work = pending.shift(); work; work = pending.shift()) work();

  const engine = new MiniSearch(searchOptions);
  engine.addAll(searched);
  files.set('assets/search.js', `latentTorusSearch(${JSON.stringify(JSON.stringify(engine))});\n`);
  for (const [file, content] of Object.entries(await assets())) files.set(file, content);

  return writeAll(out, files, pages);
}

/** What all pages share. */
async function assets(): Promise<Record<string, string | Uint8Array>> {
  const page = join(__dirname, '..', 'page');
  const vega = dirname(require.resolve('vega/package.json'));
  const vegaLite = dirname(require.resolve('vega-lite/package.json'));
  const script = (...path: string[]) =>
    fs.readFileSync(join(...path), 'utf8').replace(/\n?\/\/# sourceMappingURL=.*$/m, '');
  return {
    'assets/site.css': fs.readFileSync(join(page, 'site.css'), 'utf8'),
    'assets/icon.svg': fs.readFileSync(join(page, 'icon.svg'), 'utf8'),
    'assets/site.js': await bundle(join(page, 'main.ts')),
    'assets/katex.css': katexCss(),
    'assets/vega.js': script(vega, 'build', 'vega.min.js'),
    'assets/vega-lite.js': script(vegaLite, 'build', 'vega-lite.min.js'),
  };
}

/** KaTeX's style with its fonts inside, as browsers load none from a neighbouring folder of a file's page. */
function katexCss(): string {
  const folder = join(dirname(require.resolve('katex/package.json')), 'dist');
  return fs
    .readFileSync(join(folder, 'katex.min.css'), 'utf8')
    .replace(/src:url\((fonts\/[\w-]+\.woff2)\)[^;}]*/g, (_, font) => {
      const bytes = fs.readFileSync(join(folder, font)).toString('base64');
      return `src:url(data:font/woff2;base64,${bytes}) format("woff2")`;
    });
}

/** Puts the site in place of what is there. */
function writeAll(out: string, files: ReadonlyMap<string, string | Uint8Array>, pages: string[]): Site {
  const fresh = `${out}.new`;
  fs.rmSync(fresh, { recursive: true, force: true });
  let bytes = 0;
  for (const [path, content] of files) {
    const file = join(fresh, path);
    fs.mkdirSync(dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
    bytes += Buffer.byteLength(content);
  }
  fs.rmSync(out, { recursive: true, force: true });
  fs.renameSync(fresh, out);
  return { pages, files: files.size, bytes };
}
