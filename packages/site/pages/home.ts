import fs from 'node:fs';
import { join } from 'node:path';
import { escapeHtml, type PageContext, rendered, wordsOf } from './markdown';
import type { NavigationPart } from './navigation';

export interface HomeOptions {
  parts: readonly NavigationPart[];
  figures: string;
  link: PageContext['link'];
}

const picture = { id: 'torus-fig-2', width: 525, height: 505 };

/** The first page: what the course is, and its chapters in order. @param index the notebook that is the map */
export function home(index: string | undefined, { parts, figures, link }: HomeOptions) {
  const files: Record<string, Uint8Array> = {};
  const cells = index ? (JSON.parse(index).cells as { cell_type: string; source: string | string[] }[]) : [];
  const first = cells.find(({ cell_type }) => cell_type === 'markdown');
  const context: PageContext = { link, headings: [] };
  const text = first ? [first.source].flat().join('') : '# Latent Torus';
  const html = rendered(text, context).replace(/<h1[^>]*>[\s\S]*?<\/h1>/, '');
  const [lead, ...rest] = html.split(/(?<=<\/p>)/);
  const file = join(figures, `${picture.id}.png`);
  let hero = '';
  if (fs.existsSync(file)) {
    files[`assets/${picture.id}.png`] = fs.readFileSync(file);
    hero = `<img class="hero" src="assets/${picture.id}.png" width="${picture.width}" height="${picture.height}" alt="Test digits as coloured points on a square of two angles whose opposite sides are the same line: a torus.">`;
  }
  const begin = parts.find(({ pages }) => pages.length)?.pages[0];
  const live = parts.find(({ title }) => title === 'Train in the page')?.pages ?? [];
  const body = `<section class="hero-row"><div>
<h1>Latent Torus</h1>
${lead}
<p class="actions">${begin ? `<a class="button" href="${begin.path}">Start reading</a>` : ''}${live
    .map(({ path, title }) => ` <a class="button quiet" href="${path}">${escapeHtml(title)}</a>`)
    .join('')}</p>
</div>${hero}</section>
${parts
  .map(
    ({ title, text: about, pages }) => `<section class="part"><h2>${escapeHtml(title)}</h2>
${about ? rendered(about, context) : ''}<ol class="chapters">
${pages
  .map(
    ({ path, title: name, question }) =>
      `<li><a href="${path}">${escapeHtml(name)}</a>${question ? `<p>${escapeHtml(question)}</p>` : ''}</li>`,
  )
  .join('\n')}
</ol></section>`,
  )
  .join('\n')}
<section class="about"><h2>The notebooks</h2>
${rest.join('')}</section>`;
  return { body, files, hasMath: context.hasMath, description: wordsOf(lead) };
}
