// Imported before everything that takes time: the first cell says at once that something happens.
import { randomUUID } from 'node:crypto';
import { relative } from 'node:path';
import { figuresFolder, root, scale } from '@latent-torus/settings';
import { type Bundle, display, inJupyter, update } from './jupyter';

const id = inJupyter() ? randomUUID() : undefined;

if (id !== undefined) display(line('Loading TensorFlow.js and Vega …'), {}, id);

/** Replaces the line by what a reader should know: the scale, and where figures go. */
export function loaded(): void {
  if (id === undefined) return;
  const folder = figuresFolder();
  const inside = relative(root, folder);
  update(
    id,
    line(`Scale ${scale()}: figures are saved in ${inside.startsWith('..') ? folder : `${inside}/`}`),
  );
}

function line(text: string): Bundle {
  const html = text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return { 'text/html': `<div style="font-size:13px">${html}</div>`, 'text/plain': text };
}
