import { randomUUID } from 'node:crypto';
import type { DownloadProgress } from '@latent-torus/datasets';
import { type Surroundings, surroundings as usual } from './progress';
import { escapeHtml } from './table';

/**
 * A progress callback for downloads: in Jupyter one line for each file that updates in place; in a terminal a
 * line that overwrites itself; elsewhere nothing. How often it is called is for the download to say.
 */
export function downloadProgress(around: Surroundings = usual): (progress: DownloadProgress) => void {
  const shown = new Map<string, string>();
  return (progress) => {
    const text = downloadText(progress);
    if (around.inJupyter()) {
      const bundle = {
        'text/html': `<div style="font-size:13px">${escapeHtml(text)}</div>`,
        'text/plain': text,
      };
      const id = shown.get(progress.file);
      if (id === undefined) around.display(bundle, remember(shown, progress.file));
      else around.update(id, bundle);
    } else {
      around.terminal?.write(`\r\x1b[K${text}${progress.done ? '\n' : ''}`);
    }
    if (progress.done) shown.delete(progress.file);
  };
}

function remember(shown: Map<string, string>, file: string): string {
  const id = randomUUID();
  shown.set(file, id);
  return id;
}

/** One line that says how far a download is. */
export function downloadText({ file, from, bytes, total, rate, done }: DownloadProgress): string {
  if (done) return `${file}: ${megabytes(bytes)} from ${from}`;
  const share = total ? ` of ${megabytes(total)} (${Math.floor((100 * bytes) / total)} %)` : '';
  return `${file}: ${megabytes(bytes)}${share} from ${from}, ${megabytes(rate)} a second`;
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
