import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { places } from './context.mjs';

/** The process that runs for the set-up now: ended when the set-up is, and named in the lock. */
export const running = {
  /** @type {import('node:child_process').ChildProcess | undefined} */ child: undefined,
};

/** @typedef {{ log?: string, cwd?: string, env?: Record<string, string | undefined>, seconds?: number }} RunOptions */

/** @type {Set<(pid: number | undefined) => void>} */
export const onChild = new Set();

/**
 * Environment for what set-up runs: temporary files on the checkout's own disk, and no settings of another
 * Python.
 */
export function childEnvironment() {
  const env = {
    ...process.env,
    TMPDIR: places.temporary,
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
  };
  for (const name of [
    'PYTHONHOME',
    'PYTHONPATH',
    'VIRTUAL_ENV',
    'PIP_TARGET',
    'PIP_USER',
    'PIP_REQUIRE_VIRTUALENV',
  ]) {
    delete env[name];
  }
  return env;
}

/**
 * Runs a program and keeps what it prints, also in `.setup/log/<log>.log`.
 * Its own process group: an interrupt reaches only the set-up, which then ends the whole group.
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string, missing: boolean }>} code: 128 + 9 and so on after a signal
 */
export function run(program, args, { log, cwd, env, seconds } = {}) {
  return new Promise((resolve, reject) => {
    fs.mkdirSync(places.temporary, { recursive: true });
    const child = spawn(program, args, {
      cwd,
      env: env || childEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.child = child;
    for (const listener of onChild) listener(child.pid);
    const timer = seconds && setTimeout(() => endGroup(child, 'SIGKILL'), seconds * 1000);
    let output = '';
    const keep = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    const finish = (result) => {
      clearTimeout(timer);
      if (running.child === child) running.child = undefined;
      for (const listener of onChild) listener(undefined);
      if (log) {
        try {
          fs.mkdirSync(places.logs, { recursive: true });
          fs.writeFileSync(join(places.logs, `${log}.log`), `$ ${program} ${args.join(' ')}\n${output}`);
        } catch (error) {
          if (result.code === 0) return reject(error); // after a failure that one is the news, not the log
        }
      }
      resolve(result);
    };
    child.on('error', (error) => {
      output += `${error.message}\n`;
      finish({ code: 127, output, missing: error.code === 'ENOENT' || error.code === 'EACCES' });
    });
    child.on('close', (code, signal) =>
      finish({ code: code ?? 128 + signalNumber(signal), output, missing: false }),
    );
  });
}

/** Ends a child with all that it started. @param {import('node:child_process').ChildProcess} child */
export function endGroup(child, signal = 'SIGTERM') {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // it has ended
  }
}

const signalNumber = (signal) => ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 })[signal] || 0;

/**
 * The lines of an output that say most: those that speak of an error, else the last ones; no frames of a
 * stack.
 * @param {string} output
 * @param {{ count?: number, first?: boolean }} [options] first: npm and compilers begin with it, pip ends with it
 */
export function tellingLines(output, { count = 4, first = false } = {}) {
  const lines = output
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter(
      (line) =>
        /\w/.test(line.replace(/^npm error/, '')) &&
        !/^\s*WARNING|^(npm error)?\s+at .*[:(]|complete log/.test(line),
    );
  const errors = lines.filter((line) => /error|failed|cannot|not found/i.test(line));
  const chosen = errors.length ? errors : lines;
  return (first ? chosen.slice(0, count) : chosen.slice(-count))
    .map((line) => `  ${line.slice(0, 300)}`)
    .join('\n');
}

/** @param {string} log */
export const logFile = (log) => join(places.logs, `${log}.log`);
