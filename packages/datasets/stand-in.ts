import { DataUnavailable } from './errors';
import { notice } from './progress';
import type { Samples } from './samples';

/**
 * The real data or, where they can neither be found nor downloaded, what stands in for them, with a notice;
 * `synthetic` and `name` of the result say which.
 * @throws what `real` throws otherwise: a damaged file is not stood in for
 */
export async function orStandIn<S extends Samples>(
  name: string,
  real: () => Promise<S>,
  standIn: () => S,
): Promise<S> {
  try {
    return await real();
  } catch (error) {
    if (!(error instanceof DataUnavailable)) throw error;
    const instead = standIn();
    notice(
      `${name} is not available, so ${instead.name} stand in: what follows is not real data.` +
        `\n${error.message}`,
    );
    return instead;
  }
}
