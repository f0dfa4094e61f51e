/**
 * A file holds something else than it should, or cannot be written. The message says what was found, what was
 * expected and what to do.
 */
export class DataError extends Error {
  override name = 'DataError';
}

/**
 * A data set is neither on disk nor could its public homes be reached: the one case in which glyphs stand in.
 */
export class DataUnavailable extends Error {
  override name = 'DataUnavailable';
}

/** The system's code of an error, such as 'ENOENT', also where `fetch` hides it in the cause. */
export function codeOf(error: unknown): string | undefined {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return cause === undefined ? undefined : codeOf(cause);
}

/**
 * The message of anything that was thrown, with the message of its cause where `fetch` hides the reason
 * there.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause.message || codeOf(error.cause) : undefined;
  return cause ? `${error.message} (${cause})` : error.message;
}
