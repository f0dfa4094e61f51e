/**
 * What stops the set-up and can be told in one message: what is missing and what to do. Shown without a
 * stack trace.
 */
export class Failure extends Error {}

const patterns = {
  disk: /ENOSPC|No space left on device|disk quota exceeded/i,
  certificate:
    /CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER)|self.signed certificate|CERT_/i,
  network: new RegExp(
    [
      'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED',
      'ERR_SOCKET_TIMEOUT',
      'NewConnectionError|NameResolutionError|name resolution|ConnectTimeout|ReadTimeout',
      'Max retries exceeded|ProxyError',
      'Connection (refused|reset|aborted|broken)|network is unreachable|network error',
    ].join('|'),
    'i',
  ),
};

/**
 * What kind of trouble the output of npm or pip, or an error of Node, speaks of.
 * @param {string} text
 * @returns {'disk' | 'certificate' | 'network' | 'other'}
 */
export function kindOfTrouble(text) {
  for (const kind of ['disk', 'certificate', 'network']) if (patterns[kind].test(text)) return kind;
  return 'other';
}

/** @param {string} folder @param {string} [detail] */
export const diskFull = (folder, detail) =>
  new Failure(
    `The disk that holds ${folder} is full${detail ? ` (${detail})` : ''}.\n` +
      'Set-up needs about 2.4 GB in all. Free some space and run the same command again: it resumes where ' +
      'it stopped.',
  );
