import type { Backend } from '../browser/names';

const all: readonly Backend[] = ['wasm', 'webgl', 'cpu'];

/** The menu of what to compute with: the chosen backend alone, or all in the order of their speed. */
export function choiceOfBackend(root: HTMLElement): () => Backend[] {
  const menu = root.querySelector<HTMLSelectElement>('select[name=backend]') as HTMLSelectElement;
  return () => (menu.value === 'auto' ? [...all] : [menu.value as Backend]);
}
