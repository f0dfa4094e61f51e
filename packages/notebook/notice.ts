import { display, inJupyter } from './jupyter';
import { escapeHtml } from './table';

/**
 * Tells the reader something that matters for what follows: below the cell, or as a warning outside Jupyter.
 */
export function notice(text: string): void {
  if (!inJupyter()) {
    console.warn(text);
    return;
  }
  const style = 'font-size:13px;border-left:4px solid #d55e00;padding:2px 10px';
  display({ 'text/html': `<div style="${style}">${escapeHtml(text)}</div>`, 'text/plain': text });
}
