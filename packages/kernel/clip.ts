const LIMIT = 20_000; // characters; `inspect` has a limit for each list, none for the whole

/** A text, cut where nobody would read on; says what is missing. */
export const clip = (text: string): string =>
  text.length <= LIMIT
    ? text
    : `${text.slice(0, LIMIT)}\n… ${text.length - LIMIT} more characters; print the part that matters`;
