// The page of the torus: digits spread over two angles.
import { spaceColours } from '../../notebook/charts/palettes';
import { onTheme } from '../page/theme';
import { choiceOfBackend } from './controls';
import { imagesPicture, torusPicture } from './draw';
import { imagesFromFiles } from './idx-file';
import { Panel } from './panel';
import type { ImageFile, TorusJob, TorusView } from './protocol';
import { readWeights, weightsFile } from './weights-file';

const EPOCHS = 40;

/** Starts the page. */
export function startTorus(root: HTMLElement): void {
  const find = <E extends Element>(selector: string) => root.querySelector<E>(selector) as E;
  const [square, images, zoom] = ['square', 'images', 'zoom'].map((name) =>
    find<HTMLCanvasElement>(`canvas.${name}`),
  );
  const button = (name: string) => find<HTMLButtonElement>(`button[name=${name}]`);
  const [start, stop, go, save] = ['start', 'stop', 'go', 'save'].map(button);
  const posterior = find<HTMLSelectElement>('select[name=posterior]');
  const notice = find<HTMLElement>('.notice');
  const where = find<HTMLElement>('.where');
  let file: ImageFile | undefined;
  let view: TorusView | undefined;
  const place: [number, number] = [0.4, 0.4];

  const job = (): TorusJob => ({
    kind: 'torus',
    posterior: posterior.value as TorusJob['posterior'],
    epochs: EPOCHS,
    seed: 1,
  });
  const panel = new Panel({
    element: root,
    colour: spaceColours.torus,
    job,
    data: () => file,
    backends: choiceOfBackend(root),
    draw(told) {
      view = told.view as TorusView;
      torusPicture(square, view, place);
      imagesPicture(images, view.images, view.side);
      panel.decode(place);
    },
    say: ({ history }) => {
      const row = history[history.length - 1];
      return row
        ? `Reconstruction ${row.reconstruction.toFixed(1)}, divergence ${row.kl.toFixed(1)} nats.`
        : '';
    },
    changed(state) {
      const runs = state === 'running' || state === 'starting';
      stop.disabled = !runs;
      go.disabled = state !== 'stopped';
      save.disabled = runs || state === 'ready';
      start.textContent = state === 'ready' ? 'Start' : 'Start anew';
    },
    decoded: (image) => imagesPicture(zoom, image, 1),
    weights(weights) {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(weightsFile(job(), weights));
      link.download = 'latent-torus.weights';
      link.click();
      URL.revokeObjectURL(link.href);
    },
  });
  start.addEventListener('click', () => panel.start());
  stop.addEventListener('click', () => panel.stop());
  go.addEventListener('click', () => panel.goOn());
  save.addEventListener('click', () => panel.askWeights());

  const told = (work: () => Promise<void>) =>
    work().catch((error: Error) => {
      notice.textContent = error.message;
    });
  const take = (files: File[]) =>
    told(async () => {
      if (files.some(({ name }) => name.endsWith('.weights'))) {
        const { about, weights } = readWeights(new Uint8Array(await files[0].arrayBuffer()));
        posterior.value = (about as TorusJob).posterior;
        notice.textContent = `Goes on from the weights of ${files[0].name}.`;
        panel.start(weights);
        return;
      }
      file = await imagesFromFiles(files);
      notice.textContent = `${file.count} images${file.labels ? ' with labels' : ', without labels'}; at most 10,000 are used.`;
      panel.start();
    });
  root.querySelectorAll<HTMLInputElement>('input[type=file]').forEach((input) => {
    input.addEventListener('change', () => {
      if (input.files?.length) void take(Array.from(input.files));
      input.value = '';
    });
  });
  root.addEventListener('dragover', (event) => event.preventDefault());
  root.addEventListener('drop', (event) => {
    event.preventDefault();
    const files = Array.from(event.dataTransfer?.files ?? []);
    if (files.length) void take(files);
  });

  const move = (to: [number, number]) => {
    to.forEach((angle, k) => {
      place[k] = angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
    });
    where.textContent = `θ₁ = ${place[0].toFixed(2)}, θ₂ = ${place[1].toFixed(2)}`;
    if (view) torusPicture(square, view, place);
    panel.decode(place);
  };
  const point = (event: PointerEvent) => {
    const box = square.getBoundingClientRect();
    move([
      ((event.clientX - box.left) / box.width - 0.5) * 2 * Math.PI,
      (0.5 - (event.clientY - box.top) / box.height) * 2 * Math.PI,
    ]);
  };
  square.addEventListener('pointerdown', (event) => {
    square.setPointerCapture(event.pointerId);
    point(event);
  });
  square.addEventListener('pointermove', (event) => {
    if (event.buttons || event.pointerType === 'mouse') point(event);
  });
  square.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!step) return;
    event.preventDefault();
    move([place[0] + step[0] * 0.1, place[1] + step[1] * 0.1]);
  });
  const redraw = () => panel.redraw();
  onTheme(redraw);
  addEventListener('resize', redraw);
}
