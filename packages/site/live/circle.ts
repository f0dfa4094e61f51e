// The page of the circle: the right posterior beside the printed one.
import { circleOptimum } from '../../../notebooks/thesis/optimum';
import { printedColours } from '../../notebook/charts/palettes';
import { onTheme } from '../page/theme';
import { choiceOfBackend } from './controls';
import { circlePicture } from './draw';
import { Panel } from './panel';
import type { CircleJob, CircleView, Told } from './protocol';
import { turnsOf } from './turns';

const levels = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01];
const EPOCHS = 60;

/** Starts the page. */
export function startCircle(root: HTMLElement): void {
  const slider = (name: string) => {
    const input = root.querySelector<HTMLInputElement>(`input[name=${name}]`) as HTMLInputElement;
    const shown = root.querySelector(`output[for=${input.id}]`) as HTMLElement;
    const value = () => levels[Number(input.value)];
    const show = () => {
      shown.textContent = String(value());
      input.setAttribute('aria-valuetext', String(value()));
    };
    input.addEventListener('input', show);
    show();
    return { input, value };
  };
  const [sigmaX, sigma] = [slider('sigmaX'), slider('sigma')];
  const backends = choiceOfBackend(root);
  const [start, stop, go] = ['start', 'stop', 'go'].map(
    (name) => root.querySelector<HTMLButtonElement>(`button[name=${name}]`) as HTMLButtonElement,
  );
  const panels = (['right', 'printed'] as const).map((posterior) => {
    const element = root.querySelector<HTMLElement>(`[data-posterior=${posterior}]`) as HTMLElement;
    const canvas = element.querySelector<HTMLCanvasElement>('canvas.picture') as HTMLCanvasElement;
    return new Panel({
      element,
      colour: printedColours[posterior],
      job: (): CircleJob => ({
        kind: 'circle',
        posterior,
        sigmaX: sigmaX.value(),
        sigma: sigma.value(),
        epochs: EPOCHS,
        seed: 1,
      }),
      backends,
      draw: ({ view }) => circlePicture(canvas, view as CircleView),
      say,
      best: () => circleOptimum({ sigmaX: sigmaX.value(), posterior }).total,
      changed: buttons,
    });
  });
  function buttons(): void {
    const states = panels.map(({ state }) => state);
    const runs = states.some((state) => state === 'running' || state === 'starting');
    stop.disabled = !runs;
    go.disabled = runs || !states.includes('stopped');
    start.textContent = states.every((state) => state === 'ready') ? 'Start' : 'Start anew';
  }
  const begin = () => panels.forEach((panel) => panel.start());
  start.addEventListener('click', begin);
  stop.addEventListener('click', () => panels.forEach((panel) => panel.stop()));
  go.addEventListener('click', () => panels.forEach((panel) => panel.state === 'stopped' && panel.goOn()));
  for (const { input } of [sigmaX, sigma])
    input.addEventListener('change', () => {
      if (panels.some(({ state }) => state !== 'ready')) begin();
    });
  const redraw = () => panels.forEach((panel) => panel.redraw());
  onTheme(redraw);
  addEventListener('resize', redraw);
}

function say({ view, history }: Told): string {
  const { angles } = view as CircleView;
  const { turns, largest } = turnsOf(angles);
  const total = history[history.length - 1]?.total;
  const loop =
    Math.abs(turns) === 1
      ? 'The latent angle goes round once as the phase does'
      : `The latent angle ${turns ? `goes round ${Math.abs(turns)} times` : 'does not go round'} as the phase goes round once`;
  const jump = `its largest jump is ${largest.toFixed(2)} radians, where ${((2 * Math.PI) / angles.length).toFixed(2)} would be even`;
  return `${total === undefined ? '' : `Total ${total.toFixed(1)} nats. `}${loop}; ${jump}.`;
}
