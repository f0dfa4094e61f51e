// Pictures on canvases, sharp on any screen, in the page's own colours.
import { digitColours, phaseColours } from '../../notebook/charts/palettes';

/** A canvas made ready: cleared, in CSS pixels. */
export function ready(canvas: HTMLCanvasElement): {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  ink: string;
  quiet: string;
} {
  const [width, height] = [canvas.clientWidth || 300, canvas.clientHeight || 300];
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return { context, width, height, ink: colour('--ink'), quiet: colour('--quiet') };
}

const hues = phaseColours(72);
const hueOf = (phase: number) => {
  const turn = phase / (2 * Math.PI);
  return hues[Math.floor((turn - Math.floor(turn)) * hues.length) % hues.length];
};

/** Latent angles on the circle: the hue is the true phase, the arc the posterior's width. */
export function circlePicture(
  canvas: HTMLCanvasElement,
  { angles, widths, phases }: { angles: Float32Array; widths: Float32Array; phases: Float32Array },
): void {
  const { context, width, height, ink, quiet } = ready(canvas);
  const [x, y, radius] = [width / 2, height / 2, Math.min(width, height) / 2 - 34];
  context.strokeStyle = quiet;
  context.lineWidth = 1;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
  // The phases themselves outside, as a key.
  phases.forEach((phase) => {
    context.fillStyle = hueOf(phase);
    context.beginPath();
    context.arc(x + (radius + 22) * Math.cos(phase), y - (radius + 22) * Math.sin(phase), 3, 0, 2 * Math.PI);
    context.fill();
  });
  angles.forEach((angle, i) => {
    const half = Math.min(Math.PI, widths[i]);
    // A ring of its own for each, so that they do not cover one another.
    const own = radius - 8 - ((i * 37) % 100) * 0.01 * (radius * 0.55);
    context.strokeStyle = hueOf(phases[i]);
    context.globalAlpha = 0.45;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, own, -(angle + half), -(angle - half));
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = hueOf(phases[i]);
    context.beginPath();
    context.arc(x + radius * Math.cos(angle), y - radius * Math.sin(angle), 5, 0, 2 * Math.PI);
    context.fill();
  });
  context.fillStyle = ink;
  context.font = '12px system-ui, sans-serif';
  context.textAlign = 'center';
  context.fillText('z', x, y + 4);
}

/** A loss over the epochs. @param line a level to compare with */
export function curve(
  canvas: HTMLCanvasElement,
  { values, length, colour, line }: { values: number[]; length: number; colour: string; line?: number },
): void {
  const { context, width, height, quiet } = ready(canvas);
  if (!values.length) return;
  const [left, bottom, top] = [46, height - 16, 10];
  const all = line === undefined ? values : [...values, line];
  const low = Math.min(...all);
  // The first epochs lie far above all others and would flatten them.
  const later = [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.9)];
  const high = Math.max(values.length < 4 ? Math.max(...all) : later, low + 1e-6, line ?? low);
  const margin = (high - low) * 0.08 || 1;
  const at = (value: number) =>
    Math.max(top, bottom - ((value - low + margin) / (high - low + 2 * margin)) * (bottom - top));
  const across = (i: number) => left + (i / Math.max(1, length - 1)) * (width - left - 8);
  context.font = '12px system-ui, sans-serif';
  context.fillStyle = quiet;
  context.textAlign = 'right';
  for (const value of [low, high]) context.fillText(value.toFixed(1), left - 6, at(value) + 4);
  context.textAlign = 'left';
  context.fillText('total (nats) over the epochs', left, height - 2);
  if (line !== undefined) {
    context.strokeStyle = quiet;
    context.setLineDash([5, 4]);
    context.beginPath();
    context.moveTo(left, at(line));
    context.lineTo(width - 8, at(line));
    context.stroke();
    context.setLineDash([]);
  }
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  values.forEach((value, i) =>
    i ? context.lineTo(across(i), at(value)) : context.moveTo(across(i), at(value)),
  );
  context.stroke();
}

/** Angles as points on a square whose opposite sides are the same line, and a place. */
export function torusPicture(
  canvas: HTMLCanvasElement,
  { points, labels }: { points: Float32Array; labels?: Uint8Array },
  place: readonly [number, number],
): void {
  const { context, width, height, ink, quiet } = ready(canvas);
  const x = (angle: number) => (0.5 + angle / (2 * Math.PI)) * width;
  const y = (angle: number) => (0.5 - angle / (2 * Math.PI)) * height;
  context.strokeStyle = quiet;
  context.setLineDash([5, 4]);
  context.strokeRect(0.5, 0.5, width - 1, height - 1);
  context.setLineDash([]);
  for (let i = 0; i < points.length / 2; i++) {
    context.fillStyle = labels ? digitColours[labels[i] % 10] : '#8c8c8c';
    context.beginPath();
    context.arc(x(points[2 * i]), y(points[2 * i + 1]), 3, 0, 2 * Math.PI);
    context.fill();
  }
  context.strokeStyle = ink;
  context.lineWidth = 2;
  context.strokeRect(x(place[0]) - 7, y(place[1]) - 7, 14, 14);
}

/** Images of 28 × 28 side by side, ink on paper. */
export function imagesPicture(canvas: HTMLCanvasElement, images: Float32Array, side: number): void {
  const size = 28 * side;
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const picture = context.createImageData(size, size);
  for (let i = 0; i < images.length; i++) {
    const [image, pixel] = [Math.floor(i / 784), i % 784];
    const row = 28 * Math.floor(image / side) + Math.floor(pixel / 28);
    const column = 28 * (image % side) + (pixel % 28);
    const grey = 255 - Math.round(255 * images[i]);
    picture.data.set([grey, grey, grey, 255], 4 * (row * size + column));
  }
  context.putImageData(picture, 0, 0);
}
