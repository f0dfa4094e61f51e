// What both live pages have: a training with its buttons, what is said of it, its curve.
import { type Backend, backendNames } from '../browser/names';
import { curve } from './draw';
import type { ImageFile, Job, Told, ToPage, Weights } from './protocol';
import { Trainer } from './trainer';

type State = 'ready' | 'starting' | 'running' | 'stopped' | 'finished';

/** What the page's own part adds. */
export interface PanelOptions {
  /** The element with `canvas.curve`, `.status` and `.numbers`. */
  element: HTMLElement;
  /** The colour of the curve. */
  colour: string;
  job(): Job;
  data?(): ImageFile | undefined;
  backends(): Backend[];
  /** Draws what the training looks like now. */
  draw(told: Told): void;
  /** A sentence about it, for those who do not see it. */
  say(told: Told): string;
  /** A line in the curve: the best total there can be. */
  best?(): number | undefined;
  changed?(state: State): void;
  decoded?(image: Float32Array): void;
  weights?(weights: Weights, description: object): void;
}

export class Panel {
  state: State = 'ready';
  private trainer?: Trainer;
  private last?: Told;
  private backend = '';
  private saidAt = 0;

  constructor(private readonly options: PanelOptions) {}

  start(weights?: Weights): void {
    this.become('starting');
    this.status('Starting …');
    const { job, data, backends } = this.options;
    this.to({ type: 'start', backends: backends(), job: job(), weights, data: data?.() });
  }

  stop = () => this.to({ type: 'stop' });

  goOn(): void {
    this.become('running');
    this.to({ type: 'go on' });
  }

  askWeights = () => this.to({ type: 'weights' });
  decode = (point: [number, number]) => {
    if (this.last) this.to({ type: 'decode', point });
  };

  /** Draws again, as the theme or the size has changed. */
  redraw(): void {
    if (!this.last) return;
    this.options.draw(this.last);
    this.drawCurve(this.last);
  }

  private to(message: Parameters<Trainer['send']>[0]): void {
    try {
      this.trainer ??= new Trainer({ told: (reply) => this.told(reply), failed: (text) => this.fail(text) });
      this.trainer.send(message);
    } catch (error) {
      this.fail((error as Error).message);
    }
  }

  private fail(message: string): void {
    this.status(message);
    this.options.element.dataset.failed = 'yes';
    this.become('ready');
  }

  private become(state: State): void {
    this.state = state;
    this.options.element.dataset.state = state;
    this.options.changed?.(state);
  }

  private told(message: ToPage): void {
    const { element, draw, decoded, weights } = this.options;
    if (message.type === 'failed') this.fail(message.message);
    else if (message.type === 'decoded') decoded?.(message.image);
    else if (message.type === 'weights') weights?.(message.weights, message.description);
    else if (message.type === 'started') {
      const lack = message.missing.length ? ` ${message.missing.join(' ')}` : '';
      this.backend = `${backendNames[message.backend]}.${lack}`;
      element.dataset.backend = message.backend;
      delete element.dataset.failed;
      this.become('running');
    } else if (message.type === 'stopped') {
      this.become(message.finished ? 'finished' : 'stopped');
      if (this.last) this.status(this.sentence(this.last));
    } else {
      this.last = message;
      element.dataset.step = String(message.step);
      draw(message);
      this.drawCurve(message);
      this.numbers(message);
      // Not every quarter of a second: whoever listens would hear nothing else.
      if (message.done || performance.now() - this.saidAt > 4000) {
        this.saidAt = performance.now();
        this.status(this.sentence(message));
      }
    }
  }

  private sentence(told: Told): string {
    const how = { stopped: 'Stopped', finished: 'Finished' }[this.state as string] ?? 'Training';
    return `${how} at step ${told.step} of ${told.steps}. ${this.options.say(told)}`;
  }

  private status(text: string): void {
    const place = this.options.element.querySelector('.status');
    if (place) place.textContent = text;
  }

  private numbers({ step, steps, perStep, history }: Told): void {
    const place = this.options.element.querySelector('.numbers');
    if (!place) return;
    const row = history[history.length - 1];
    const terms = row
      ? ['total', 'reconstruction', 'kl'].map((name) => `${name} ${row[name].toFixed(2)}`).join(' · ')
      : 'first epoch …';
    place.textContent = `step ${step} / ${steps} · ${terms} nats · ${(1000 * perStep).toFixed(1)} ms a step on ${this.backend}`;
  }

  private drawCurve({ history, steps, step }: Told): void {
    const canvas = this.options.element.querySelector<HTMLCanvasElement>('canvas.curve');
    if (!canvas) return;
    const perEpoch = history.length ? step / history.length : 1;
    curve(canvas, {
      values: history.map(({ total }) => total),
      length: Math.max(2, Math.round(steps / Math.max(1, perEpoch))),
      colour: this.options.colour,
      line: this.options.best?.(),
    });
  }
}
