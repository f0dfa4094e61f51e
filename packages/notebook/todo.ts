/** What stands where the reader has not written anything yet. */
export class NotYet extends Error {
  override name = 'NotYet';

  constructor() {
    super('this is an exercise that is still open: write your own line in place of todo()');
  }
}

/**
 * Stands in the body of a function that the reader is to write; `exercise` says 'not yet' as long as it is called.
 * @throws NotYet
 */
export function todo(): never {
  throw new NotYet();
}
