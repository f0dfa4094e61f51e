const names = ['auto', 'light', 'dark'] as const;
type Theme = (typeof names)[number];

const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

const chosen = (): Theme => (document.documentElement.dataset.theme as Theme | undefined) ?? 'auto';

/** Whether the page is dark now. */
export const isDark = (): boolean => (chosen() === 'auto' ? prefersDark.matches : chosen() === 'dark');

/** Calls a function whenever the page turns dark or light. */
export const onTheme = (listener: () => void): void => {
  listeners.add(listener);
};

/** The button that changes between the reader's setting, light and dark; the choice is kept. */
export function startTheme(): void {
  const button = document.querySelector<HTMLButtonElement>('button.theme');
  const label = button?.querySelector('span');
  const show = () => {
    if (label) label.textContent = chosen();
    for (const listener of listeners) listener();
  };
  button?.addEventListener('click', () => {
    const next = names[(names.indexOf(chosen()) + 1) % names.length];
    if (next === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try {
      if (next === 'auto') localStorage.removeItem('latent-torus-theme');
      else localStorage.setItem('latent-torus-theme', next);
    } catch {
      // a browser that keeps nothing for files: the choice lasts as long as the page
    }
    show();
  });
  prefersDark.addEventListener('change', show);
  show();
}
