/** How far a download is. */
export interface DownloadProgress {
  /** Name of the file that is being made. */
  file: string;
  /** The host that it comes from. */
  from: string;
  /** Bytes on disk so far, those of an earlier attempt included. */
  bytes: number;
  /** Bytes of the whole, where the server says so. */
  total?: number;
  /** Bytes a second since this attempt began. */
  rate: number;
  /** True once the file is whole, checked and in place. */
  done: boolean;
}

/**
 * What loaders do where a call does not say otherwise. Whoever shows things to a reader registers here; without
 * that, downloads are silent and notices go to `console.warn`.
 */
export const dataDefaults: {
  /** Called at most a few times a second while a file is downloaded, and once when it is done. */
  progress?: (progress: DownloadProgress) => void;
  /** Told what a reader must know, such as that synthetic images stand in for real ones. */
  notice?: (text: string) => void;
  /** Gives the signal that stops downloads, asked for at the start of each. */
  signal?: () => AbortSignal | undefined;
} = {};

/** Tells the reader something through `dataDefaults.notice`, or `console.warn` where nobody listens. */
export function notice(text: string): void {
  (dataDefaults.notice ?? console.warn)(text);
}
