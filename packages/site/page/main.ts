// What every page does: theme, contents, code, search, charts. The pages are read without it, too.
import { startCharts } from './charts';
import { startSearch } from './search';
import { startTheme } from './theme';

startTheme();
startContents();
startCode();
startSearch();
startCharts();
openTarget();
addEventListener('hashchange', openTarget);

/** On a phone the contents open by a button. */
function startContents(): void {
  const button = document.querySelector<HTMLButtonElement>('button.menu');
  button?.addEventListener('click', () => {
    const open = document.body.classList.toggle('contents-open');
    button.setAttribute('aria-expanded', String(open));
    if (open) document.querySelector<HTMLElement>('#contents summary, #contents a')?.focus();
  });
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !document.body.classList.contains('contents-open')) return;
    document.body.classList.remove('contents-open');
    button?.setAttribute('aria-expanded', 'false');
    button?.focus();
  });
}

/** All code of a page opened or folded. */
function startCode(): void {
  document.querySelectorAll<HTMLButtonElement>('button[data-code]').forEach((button) => {
    button.addEventListener('click', () => {
      document.querySelectorAll<HTMLDetailsElement>('details.code').forEach((code) => {
        code.open = button.dataset.code === 'open';
      });
    });
  });
}

/** A cell that a link leads to is open. */
function openTarget(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!(target instanceof HTMLDetailsElement)) return;
  target.open = true;
  target.scrollIntoView();
}
