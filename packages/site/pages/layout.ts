import { escapeHtml, type Heading } from './markdown';
import type { NavigationPart, PageLink } from './navigation';

/** Nothing of a page may come from or go to another host: what its files cannot do by mistake. */
const policy = [
  "default-src 'none'",
  "script-src 'self' file: blob: 'unsafe-inline' 'unsafe-eval'", // Vega and WebAssembly compile what they run
  "style-src 'self' file: 'unsafe-inline'",
  "img-src 'self' file: data: blob:",
  "font-src 'self' file: data:",
  "connect-src 'self' file: data: blob:",
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export interface Layout {
  title: string;
  /** A sentence, for search engines and links. */
  description?: string;
  body: string;
  /** From the page to the site's root: '' or '../'. */
  root: string;
  /** Path of the page from the site's root. */
  path: string;
  parts: readonly NavigationPart[];
  headings?: readonly Heading[];
  before?: PageLink;
  after?: PageLink;
  /** Path of the notebook that the page was made of, from the site's root. */
  notebook?: string;
  hasMath?: boolean;
  hasCode?: boolean;
  /** Scripts of this page, from the site's root. */
  scripts?: readonly string[];
  /** A class of the body. */
  kind?: string;
}

/** A page of the site. */
export function layout(page: Layout): string {
  const { root, title } = page;
  const fullTitle = title === 'Latent Torus' ? title : `${title} · Latent Torus`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(fullTitle)}</title>
${page.description ? `<meta name="description" content="${escapeHtml(page.description)}">\n` : ''}<link rel="icon" href="${root}assets/icon.svg">
<link rel="stylesheet" href="${root}assets/site.css">
${page.hasMath ? `<link rel="stylesheet" href="${root}assets/katex.css">\n` : ''}<script>
document.documentElement.dataset.root = ${JSON.stringify(root)};
try { const theme = localStorage.getItem('latent-torus-theme'); if (theme) document.documentElement.dataset.theme = theme; } catch {}
</script>
<script defer src="${root}assets/site.js"></script>
${(page.scripts ?? []).map((script) => `<script defer src="${root}${script}"></script>\n`).join('')}</head>
<body${page.kind ? ` class="${page.kind}"` : ''}>
<a class="skip" href="#main">Skip to the text</a>
<header class="top">
<button type="button" class="menu" aria-expanded="false" aria-controls="contents">Contents</button>
<a class="home" href="${root}index.html"><img src="${root}assets/icon.svg" alt="" width="26" height="26"> Latent Torus</a>
<div class="search" role="search">
<input type="search" id="search" placeholder="Search" aria-label="Search the course" autocomplete="off" aria-controls="found">
<div id="found" hidden></div>
</div>
<button type="button" class="theme">Theme: <span>auto</span></button>
</header>
<div class="frame">
<nav id="contents" aria-label="Contents">
${contents(page)}
</nav>
<main id="main">
${page.notebook ? bar(page) : ''}${page.body}
${steps(page)}
</main>
${onThisPage(page.headings ?? [])}
</div>
<footer><p>Made from the executed notebooks. Nothing on this page comes from or goes to another host. MIT licence.</p></footer>
</body>
</html>
`;
}

/** What belongs to a page made of a notebook. */
const bar = ({ root, notebook, hasCode }: Layout) => `<div class="bar">
<a href="${root}${notebook}" download>Download the notebook</a>
${
  hasCode === false
    ? ''
    : '<button type="button" data-code="open">Open all code</button> <button type="button" data-code="fold">Fold all code</button>'
}
</div>
`;

function contents({ parts, path, root }: Layout): string {
  const link = (to: PageLink) => {
    const here = to.path === path;
    const title = to.question ? ` title="${escapeHtml(to.question)}"` : '';
    return `<li><a href="${root}${to.path}"${here ? ' aria-current="page"' : ''}${title}>${escapeHtml(to.title)}</a></li>`;
  };
  return parts
    .map(({ title, pages }) => {
      const isHere = pages.some((page) => page.path === path);
      return `<details${isHere || path === 'index.html' ? ' open' : ''}><summary>${escapeHtml(title)}</summary>
<ol>
${pages.map(link).join('\n')}
</ol></details>`;
    })
    .join('\n');
}

function steps({ before, after, root }: Layout): string {
  if (!before && !after) return '';
  const step = (to: PageLink | undefined, rel: string, label: string) =>
    to
      ? `<a rel="${rel}" href="${root}${to.path}"><span>${label}</span> <strong>${escapeHtml(to.title)}</strong>${
          to.question ? `<em>${escapeHtml(to.question)}</em>` : ''
        }</a>`
      : '<span></span>';
  return `<nav class="steps" aria-label="Previous and next">
${step(before, 'prev', 'Previous')}
${step(after, 'next', 'Next')}
</nav>`;
}

function onThisPage(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level }) => level === 2);
  if (shown.length < 2) return '';
  const items = shown.map(
    ({ text, anchor }) => `<li><a href="#${encodeURIComponent(anchor)}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="toc" aria-label="On this page"><p>On this page</p><ol>${items.join('\n')}</ol></nav>`;
}
