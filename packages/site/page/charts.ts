// Charts of the notebooks in place of their pictures, once they come into view. Vega is loaded with the first of them.
import { loadScript } from './load';
import { isDark, onTheme } from './theme';

type Spec = Record<string, unknown> & { signals?: { name: string }[]; description?: string };

interface View {
  finalize(): void;
  signal(name: string): unknown;
  signal(name: string, value: unknown): View;
  addSignalListener(name: string, listener: () => void): void;
  runAsync(): Promise<View>;
  origin(): [number, number];
  padding(): { left: number; top: number };
}

interface Vega {
  parse(spec: object, config: object): object;
  View: new (runtime: object, options: object) => View;
}

declare global {
  var vega: Vega;
  var vegaLite: { compile(spec: object, options: object): { spec: object } };
}

/** Colours of what a chart leaves open. */
const configs = {
  dark: {
    background: 'transparent',
    title: { color: '#e6e6e6', subtitleColor: '#b8b8b8' },
    style: { 'guide-label': { fill: '#e6e6e6' }, 'guide-title': { fill: '#e6e6e6' } },
  },
  light: {
    background: 'transparent',
    title: { color: '#2b2b2b', subtitleColor: '#5f5f5f' },
    style: { 'guide-label': { fill: '#2b2b2b' }, 'guide-title': { fill: '#2b2b2b' } },
  },
};

const specs = new Map<string, Spec>();

/** Draws each chart when it comes near the window, where there is room for it; an explorer fits itself to any room. */
export function startCharts(): void {
  Object.assign(globalThis, { latentTorusChart: (name: string, spec: Spec) => specs.set(name, spec) });
  const places = document.querySelectorAll<HTMLElement>('.chart[data-chart]');
  if (!places.length) return;
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        const place = new Place(target as HTMLElement);
        place.start().catch((error: Error) => console.error(`${place.name}: ${error.message}`));
      }
    },
    { rootMargin: '300px' },
  );
  places.forEach((place) => watcher.observe(place));
}

class Place {
  readonly name: string;
  private view?: View;
  private spec?: Spec;
  private readonly picture: Element | null;
  private readonly isExplorer: boolean;
  private drawing = false;

  constructor(private readonly element: HTMLElement) {
    this.name = element.dataset.chart ?? '';
    this.picture = element.querySelector('img');
    this.isExplorer = 'explorer' in element.dataset;
  }

  async start(): Promise<void> {
    await this.fit();
    onTheme(() => {
      if (this.view) void this.draw();
    });
    new ResizeObserver(() => void this.fit()).observe(this.element);
  }

  /** The picture where the chart would be wider than the page, else the chart. */
  private async fit(): Promise<void> {
    const room = this.element.clientWidth;
    if (this.view && this.has('room')) this.view.signal('room', room - 6).runAsync();
    const fits = this.isExplorer || room + 2 >= Number(this.element.dataset.width ?? 0);
    if (fits && !this.view && !this.drawing) await this.draw();
    if (!fits && this.view) this.showPicture();
  }

  private has = (signal: string) => this.spec?.signals?.some(({ name }) => name === signal) ?? false;

  private showPicture(): void {
    this.view?.finalize();
    this.view = undefined;
    this.element.replaceChildren(...(this.picture ? [this.picture] : []));
    delete this.element.dataset.ready;
  }

  private async draw(): Promise<void> {
    this.drawing = true;
    try {
      await loadScript('assets/vega.js');
      const isLite = this.element.dataset.kind === 'vega-lite';
      if (isLite) await loadScript('assets/vega-lite.js');
      await loadScript(`${this.name}.js`);
      this.spec = specs.get(this.name);
      if (!this.spec) throw new Error('its data are not there');
      const config = isDark() ? configs.dark : configs.light;
      const spec = isLite ? globalThis.vegaLite.compile(this.spec, { config }).spec : this.spec;
      this.view?.finalize();
      const [controls, canvas, said] = ['controls', 'view', 'said'].map((name) => {
        const part = document.createElement(name === 'said' ? 'p' : 'div');
        part.className = name;
        return part;
      });
      this.element.replaceChildren(...(this.isExplorer ? [controls, canvas, said] : [canvas, controls]));
      this.view = new vega.View(vega.parse(spec, config), {
        renderer: 'canvas',
        container: canvas,
        bind: controls,
        hover: true,
      });
      if (this.has('room')) this.view.signal('room', this.element.clientWidth - 6);
      await this.view.runAsync();
      this.reach(canvas, said);
      this.element.dataset.ready = 'yes';
    } finally {
      this.drawing = false;
    }
  }

  /** Makes the chart be told and used without a mouse. */
  private reach(container: HTMLElement, said: HTMLElement): void {
    const view = this.view as View;
    const canvas = container.querySelector('canvas');
    if (!canvas) return;
    const text = this.picture?.getAttribute('alt') || String(this.spec?.description ?? this.name);
    for (const part of [
      container,
      ...Array.from(container.querySelectorAll('[role], [aria-roledescription]')),
    ])
      for (const name of ['role', 'aria-roledescription', 'aria-label']) part.removeAttribute(name);
    canvas.setAttribute('role', this.isExplorer ? 'application' : 'img');
    canvas.setAttribute('aria-label', text);
    this.element.querySelectorAll<HTMLInputElement>('.controls input, .controls select').forEach((input) => {
      if (!input.labels?.length) input.setAttribute('aria-label', input.name);
    });
    if (!this.isExplorer) return;
    canvas.tabIndex = 0;
    if (this.has('said')) {
      said.id = `${this.element.dataset.chart?.replaceAll('/', '-')}-said`;
      said.setAttribute('aria-live', 'polite');
      canvas.setAttribute('aria-describedby', said.id);
      let due: ReturnType<typeof setTimeout>;
      const say = () => {
        said.textContent = String(view.signal('said'));
      };
      view.addSignalListener('said', () => {
        clearTimeout(due);
        due = setTimeout(say, 150);
      });
      say();
    }
    if (this.has('at1'))
      canvas.addEventListener('keydown', (event) => {
        if (event.key.startsWith('Arrow')) event.preventDefault(); // or the page would scroll
      });
    if (!this.has('pads')) return;
    const inPad = ({ clientX, clientY }: { clientX: number; clientY: number }) => {
      const box = canvas.getBoundingClientRect();
      const x = clientX - box.left - view.origin()[0] - view.padding().left;
      const y = clientY - box.top - view.origin()[1] - view.padding().top;
      return (view.signal('pads') as [number, number, number, number][]).some(
        ([left, top, width, height]) => x >= left && x <= left + width && y >= top && y <= top + height,
      );
    };
    canvas.addEventListener(
      'touchstart',
      (event) => {
        if (event.touches.length === 1 && inPad(event.touches[0])) event.preventDefault();
      },
      { passive: false },
    );
    canvas.addEventListener('pointerdown', (event) => {
      if (inPad(event)) canvas.setPointerCapture(event.pointerId);
    });
  }
}
