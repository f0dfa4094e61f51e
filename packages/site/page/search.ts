import MiniSearch from 'minisearch';
import { searchOptions } from '../pages/search-options';
import { loadScript, siteRoot } from './load';

type Found = { id: number; title: string; heading: string; url: string };

/** The field in the header: finds sections by their words. The index is loaded when the field is used first. */
export function startSearch(): void {
  const input = document.querySelector<HTMLInputElement>('#search');
  const found = document.querySelector<HTMLElement>('#found');
  if (!input || !found) return;
  let engine: Promise<MiniSearch> | undefined;
  const load = () =>
    (engine ??= new Promise<MiniSearch>((resolve, reject) => {
      Object.assign(globalThis, {
        latentTorusSearch: (json: string) => resolve(MiniSearch.loadJSON(json, searchOptions)),
      });
      loadScript('assets/search.js').catch(reject);
    }));
  const hide = () => {
    found.hidden = true;
  };
  const search = async () => {
    const words = input.value.trim();
    if (!words) return hide();
    const results = (await load()).search(words).slice(0, 12) as unknown as Found[];
    if (input.value.trim() !== words) return;
    found.replaceChildren(results.length ? list(results) : note(`Nothing has '${words}'.`));
    found.hidden = false;
  };
  input.addEventListener('focus', () => void load());
  input.addEventListener('input', () => void search());
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      input.value = '';
      hide();
    }
    if (event.key === 'ArrowDown') move(event, 0);
    if (event.key === 'Enter') found.querySelector('a')?.click();
  });
  const links = () => Array.from(found.querySelectorAll('a'));
  const move = (event: KeyboardEvent, to: number) => {
    event.preventDefault();
    (to < 0 ? input : links()[Math.min(to, links().length - 1)])?.focus();
  };
  found.addEventListener('keydown', (event) => {
    const at = links().indexOf(document.activeElement as HTMLAnchorElement);
    if (event.key === 'ArrowDown') move(event, at + 1);
    if (event.key === 'ArrowUp') move(event, at - 1);
    if (event.key === 'Escape') {
      hide();
      input.focus();
    }
  });
  found.addEventListener('click', hide);
  addEventListener('keydown', (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as HTMLElement).tagName ?? '');
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    input.focus();
  });
  addEventListener('pointerdown', (event) => {
    if (!(event.target as HTMLElement).closest?.('.search')) hide();
  });
}

function list(results: Found[]): HTMLElement {
  const ol = document.createElement('ol');
  for (const { title, heading, url } of results) {
    const link = document.createElement('a');
    link.href = siteRoot() + url;
    const strong = document.createElement('strong');
    strong.textContent = heading || title;
    link.append(strong);
    if (heading !== title) {
      const span = document.createElement('span');
      span.textContent = title;
      link.append(' ', span);
    }
    const item = document.createElement('li');
    item.append(link);
    ol.append(item);
  }
  return ol;
}

function note(text: string): HTMLElement {
  const p = document.createElement('p');
  p.textContent = text;
  return p;
}
