import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Chart } from './charts/chart';
import { card } from './charts/theme';
import { escapeHtml } from './table';

/** Pages larger than this are refused. In bytes. */
export const largestPage = 3_000_000;

/** Colours of what a chart leaves open, where the reader prefers a dark page. */
const darkConfig = {
  background: 'transparent',
  title: { color: '#e6e6e6', subtitleColor: '#b8b8b8' },
  style: { 'guide-label': { fill: '#e6e6e6' }, 'guide-title': { fill: '#e6e6e6' } },
};

/** What stands around the chart of a page. */
export interface PageText {
  title: string;
  caption: string;
  /** What is seen, computed from the values. */
  reading: string;
  /** Scale, seeds, and that the data are generated. */
  note: string;
}

/**
 * A chart in Vega as a page that works from a file, without network: Vega itself, the data and the controls
 * are inside, and the page's own policy forbids everything else. It is light or dark as the reader prefers, and below
 * 900 pixels its controls follow the chart; a finger that moves up or down scrolls.
 * @param chart in Vega 5 (not Vega-Lite), pictures as data URLs
 * @throws Error if the page would be larger than 3 MB
 */
export function pageHtml(chart: Chart, { title, caption, reading, note }: PageText): string {
  const { code, licence, version } = runtime();
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; --back: #ffffff; --ink: #2b2b2b; --box: #f5f5f5; --note: #5f5f5f; }
@media (prefers-color-scheme: dark) { :root { --back: #151515; --ink: #e6e6e6; --box: #262626; --note: #b0b0b0; } }
body { margin: 24px auto; max-width: 1100px; padding: 0 12px; background: var(--back); color: var(--ink);
  font: 15px/1.5 "Source Sans 3", "Source Sans Pro", "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 22px; font-weight: 600; margin: 0 0 6px; }
p { margin: 0 0 12px; max-width: 70em; overflow-wrap: break-word; }
#view { overflow-x: auto; padding: 3px; }
#view canvas:focus-visible { outline: 3px solid #0072b2; outline-offset: -1px; border-radius: 4px; }
#said { font-variant-numeric: tabular-nums; }
#said:empty { display: none; }
#view canvas { touch-action: pan-y pinch-zoom; }
#controls { display: flex; flex-wrap: wrap; gap: 8px 26px; margin: 8px 0 14px; padding: 10px 14px; background: var(--box); border-radius: 4px; }
#controls:empty { display: none; }
#controls label { display: flex; align-items: center; gap: 6px; }
.vega-bind-name { white-space: nowrap; }
.vega-bind-range, #controls label > span:last-child { min-width: 3em; font-variant-numeric: tabular-nums; }
.note { color: var(--note); font-style: italic; }
@media (max-width: 899px) {
  body { margin: 12px auto; }
  main { display: flex; flex-direction: column; }
  #controls { order: 1; gap: 10px 20px; }
  #controls input[type="range"] { min-height: 32px; }
}
</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(caption)} <span class="note">${escapeHtml(note)}</span></p>
<main>
<div id="controls"></div>
<div id="view"></div>
<p id="said" aria-live="polite"></p>
</main>
<p><strong>Reading.</strong> ${escapeHtml(reading)}</p>
<noscript>This page needs JavaScript; everything that it uses is inside the file.</noscript>
<!-- Vega ${version}:
${licence.replaceAll('--', '- -')} -->
<script>${inScript(code)}</script>
<script id="chart" type="application/json">${JSON.stringify(chart).replaceAll('<', '\\u003c')}</script>
<script>
const chart = JSON.parse(document.getElementById('chart').textContent);
const configs = ${JSON.stringify({ dark: darkConfig, light: { ...card, background: 'transparent' } })};
${script}
</script>
</body>
</html>
`;
  const size = Buffer.byteLength(html);
  if (size > largestPage) {
    throw new Error(
      `the page '${title}' has ${Math.round(size / 1000)} kB, more than ${largestPage / 1000}; draw fewer or smaller images`,
    );
  }
  return html;
}

// What the page adds to a chart: the theme, the room that there is, the keyboard, and that a finger in a pad moves
// the chart rather than the page. A chart takes part by signals: 'room', its width; 'pads', rectangles [left, top,
// width, height]; 'said', what is shown, in words.
const script = `const isDark = matchMedia('(prefers-color-scheme: dark)');
const place = document.getElementById('view');
const said = document.getElementById('said');
const signals = new Set((chart.signals || []).map(({ name }) => name));
let view;
function draw() {
  if (view) view.finalize();
  for (const part of [place, document.getElementById('controls')]) part.replaceChildren();
  view = new vega.View(vega.parse(chart, isDark.matches ? configs.dark : configs.light), {
    renderer: 'canvas', container: place, bind: '#controls', hover: true,
  });
  fit();
  if (signals.has('said')) {
    let due;
    const say = () => { said.textContent = view.signal('said'); };
    view.addSignalListener('said', () => { clearTimeout(due); due = setTimeout(say, 150); });
    view.runAsync().then(say);
  }
  view.runAsync().then(reach);
}
function fit() {
  if (signals.has('room')) view.signal('room', place.clientWidth - 6).runAsync();
}
function inPad({ clientX, clientY }) {
  const box = view.container().querySelector('canvas').getBoundingClientRect();
  const x = clientX - box.left - view.origin()[0] - view.padding().left;
  const y = clientY - box.top - view.origin()[1] - view.padding().top;
  return view.signal('pads').some(([left, top, width, height]) =>
    x >= left && x <= left + width && y >= top && y <= top + height);
}
function reach() {
  const canvas = place.querySelector('canvas');
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-label', chart.description || document.title);
  canvas.setAttribute('aria-describedby', 'said');
  canvas.addEventListener('keydown', (event) => {
    if (signals.has('at1') && event.key.startsWith('Arrow')) event.preventDefault(); // or the page would scroll
  });
  if (signals.has('pads')) {
    canvas.addEventListener('touchstart', (event) => {
      if (event.touches.length === 1 && inPad(event.touches[0])) event.preventDefault();
    }, { passive: false });
    canvas.addEventListener('pointerdown', (event) => {
      if (inPad(event)) canvas.setPointerCapture(event.pointerId);
    });
  }
  document.body.dataset.ready = 'yes';
}
isDark.addEventListener('change', draw);
addEventListener('resize', fit);
draw();`;

/** Vega as one script. Its licence is that of its parts: the package of the whole comes without the file. */
function runtime() {
  const folder = dirname(require.resolve('vega/package.json'));
  const part = dirname(require.resolve('vega-view/package.json', { paths: [folder] }));
  const read = (...path: string[]) => readFileSync(join(...path), 'utf8');
  return {
    code: read(folder, 'build', 'vega.min.js').replace(/\n?\/\/# sourceMappingURL=.*$/m, ''),
    licence: read(part, 'LICENSE'),
    version: (JSON.parse(read(folder, 'package.json')) as { version: string }).version,
  };
}

/** Code that ends no script element. */
const inScript = (code: string) => code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
