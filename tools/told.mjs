import { Failure } from './setup/failure.mjs';

/**
 * Runs a command: what stops it and can be told in one message is told without a stack trace, and the process ends with
 * exit code 1.
 * @param {() => void | Promise<void>} command
 */
export async function told(command) {
  try {
    await command();
  } catch (error) {
    const isUsage = /^ERR_PARSE_ARGS_/.test(error?.code);
    if (!(error instanceof Failure) && !isUsage) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
