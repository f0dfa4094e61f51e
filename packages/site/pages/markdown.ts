/// <reference path="../imports.d.ts" />
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';
import katex from 'katex';
import MarkdownIt from 'markdown-it';
import texmath from 'markdown-it-texmath';

for (const [name, language] of Object.entries({ bash, json, python, typescript })) {
  hljs.registerLanguage(name, language);
}
const aliases: Readonly<Record<string, string>> = {
  ts: 'typescript',
  js: 'typescript',
  sh: 'bash',
  py: 'python',
};

/** Code as HTML, its words marked by class; a language that is not known stays as it is. */
export function highlighted(code: string, language: string): string {
  const name = aliases[language] ?? language;
  return hljs.getLanguage(name) ? hljs.highlight(code, { language: name }).value : escapeHtml(code);
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The anchor that JupyterLab gives a heading, so that links work in both. */
export const anchorOf = (heading: string): string => heading.trim().replaceAll(' ', '-');

/** A heading of a page. */
export interface Heading {
  level: number;
  text: string;
  anchor: string;
}

/** Where rendering finds out about the page it is for. */
export interface PageContext {
  /** Where a link or picture of the source leads from this page; undefined where there is nothing. */
  link(target: string): string | undefined;
  /** Gathers the headings. */
  headings: Heading[];
  /** Set where there is a formula. */
  hasMath?: boolean;
}

const markdown = new MarkdownIt({ html: true, linkify: false, highlight: highlighted }).use(texmath, {
  engine: {
    // A wide formula scrolls sideways, so the keyboard has to reach it.
    renderToString: (source: string, options?: object) =>
      katex
        .renderToString(source, options)
        .replaceAll('<span class="katex-display">', '<span class="katex-display" tabindex="0">'),
  },
  delimiters: ['dollars', 'beg_end'] as unknown as string,
  katexOptions: { throwOnError: false, strict: 'ignore' },
});

const { rules } = markdown.renderer;

rules.heading_open = (tokens, i, options, env: PageContext, self) => {
  const text = (tokens[i + 1].children ?? []).map(({ content }) => content).join('');
  const used = env.headings.filter(({ text: other }) => other === text).length;
  const anchor = anchorOf(text) + (used ? `-${used + 1}` : '');
  const level = Number(tokens[i].tag.slice(1));
  env.headings.push({ level, text, anchor });
  tokens[i].attrSet('id', anchor);
  return self.renderToken(tokens, i, options);
};

rules.link_open = (tokens, i, options, env: PageContext, self) => {
  const target = String(tokens[i].attrGet('href'));
  const found = env.link(target);
  if (found === undefined) {
    tokens[i].tag = 'span';
    tokens[i].attrs = null;
    // Its end, so that the tags match.
    let depth = 0;
    for (let j = i + 1; j < tokens.length; j++) {
      if (tokens[j].type === 'link_open') depth++;
      if (tokens[j].type !== 'link_close') continue;
      if (depth-- > 0) continue;
      tokens[j].tag = 'span';
      break;
    }
  } else tokens[i].attrSet('href', found);
  return self.renderToken(tokens, i, options);
};

const image = rules.image!;
rules.image = (tokens, i, options, env: PageContext, self) => {
  const target = String(tokens[i].attrGet('src'));
  tokens[i].attrSet('src', env.link(target) ?? target);
  tokens[i].attrSet('loading', 'lazy');
  return image(tokens, i, options, env, self);
};

// A table scrolls by itself; with a keyboard, too.
rules.table_open = () => `${scrollOpen('Table')}<table>`;
rules.table_close = () => '</table></div>';

/** The start of what may be wider than the page. */
export const scrollOpen = (label: string): string =>
  `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(label)}">`;

/** Markdown as HTML. Block formulas scroll where they are too wide. */
export function rendered(text: string, page: PageContext): string {
  const html = markdown.render(text, page);
  if (html.includes('class="katex')) page.hasMath = true;
  return html;
}

/** HTML as the words in it. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<annotation[^>]*>[\s\S]*?<\/annotation>|<style[\s\S]*?<\/style>|<svg[\s\S]*?<\/svg>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
