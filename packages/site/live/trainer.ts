import workerCode from 'worker:./worker';
import type { ToPage, ToWorker } from './protocol';

/** What a page is told of its worker. */
export interface Listener {
  told(message: ToPage): void;
  failed(message: string): void;
}

let address: string | undefined;

/** A worker that trains; its program is inside the page's, so that a page opened from a file has one, too. */
export class Trainer {
  private readonly worker: Worker;

  /** @throws Error that says what the browser lacks */
  constructor(listener: Listener) {
    if (typeof Worker === 'undefined')
      throw new Error('This browser has no workers; a training would freeze the page.');
    address ??= URL.createObjectURL(new Blob([workerCode], { type: 'text/javascript' }));
    this.worker = new Worker(address);
    this.worker.onmessage = ({ data }: MessageEvent<ToPage>) => listener.told(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      listener.failed(event.message || 'The worker could not be started.');
    };
  }

  send(message: ToWorker): void {
    this.worker.postMessage(message);
  }
}
