import type { Progress } from './progress';

/**
 * What `fit` does unless it is told otherwise. A notebook puts its progress bar and the signal of its stop button here,
 * so that nothing below `lib/notebook` knows of Jupyter.
 */
export const defaults: {
  progress?: (progress: Progress) => void;
  signal?: () => AbortSignal | undefined;
  notice?: (text: string) => void;
} = {};
