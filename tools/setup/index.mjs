import './node-version.mjs';
import fs from 'node:fs';
import { endGroup, running } from './command.mjs';
import { places, root } from './context.mjs';
import { requireSpace } from './disk.mjs';
import { diskFull, Failure } from './failure.mjs';
import { lock } from './lock.mjs';
import { platform } from './platform.mjs';
import { bytesIn, duration, size } from './report.mjs';
import { steps } from './steps.mjs';

/** The steps that are still to do: a look at stamps, which changes nothing. */
export const missing = () => steps.filter((step) => !step.done());

/**
 * Brings the checkout to where everything is installed. Returns at once where nothing is missing.
 * Ends the process with one message and exit code 1 where that cannot be done.
 */
export async function setUp() {
  try {
    platform();
    if (missing().length) await setUpMissing();
  } catch (error) {
    const failure = asFailure(error);
    if (!failure) throw error;
    console.error(`\nSet-up stopped: ${failure.message}`);
    process.exit(1);
  }
}

/** What can be told in one message; undefined for a mistake in the set-up itself. */
function asFailure(error) {
  if (error instanceof Failure) return error;
  if (error.code === 'ENOSPC') return diskFull(root);
  if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) return undefined;
  return new Failure(
    `Set-up may not write to ${error.path || root} (${error.code}).\n` +
      'Make the checkout writable for you, or clone to a folder of your own.',
  );
}

async function setUpMissing() {
  const say = (line) => console.log(line);
  const unlock = await lock(say);
  const forget = endOnSignals(unlock);
  try {
    const todo = missing(); // another set-up may have done some while this one waited
    if (!todo.length) return;
    requireSpace(todo.reduce((sum, step) => sum + step.needs, 0));
    const start = Date.now();
    say(`Setting up in ${root} (missing: ${todo.map((step) => step.name).join(', ')})`);
    for (const step of steps) {
      if (step.done()) continue; // an earlier step may have undone a later one, so each is asked again
      const since = Date.now();
      say(`${step.name}: ${step.doing} …`);
      await step.run((line) => say(`  ${line}`));
      if (!step.done())
        throw new Failure(
          `${step.name}: ended without an error, but is still not there.\n` +
            `Run the same command again; the logs are in ${places.logs}`,
        );
      say(`${step.name}: done in ${duration(since)}${step.result ? `, ${size(bytesIn(step.result))}` : ''}`);
    }
    fs.rmSync(places.temporary, { recursive: true, force: true });
    say(`Set-up complete in ${duration(start)}\n`);
  } finally {
    forget();
    unlock();
  }
}

/** Ctrl-C and friends: end what runs, give the lock back, say that nothing is lost. */
function endOnSignals(unlock) {
  let ending = false;
  const end = (signal) => {
    const code = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[signal];
    const leave = () => {
      unlock();
      process.exit(code);
    };
    if (ending) return;
    ending = true;
    console.error(
      `\nSet-up interrupted (${signal}). Run the same command again: it resumes where it stopped.`,
    );
    const { child } = running;
    if (!child) return leave();
    endGroup(child, 'SIGTERM');
    setTimeout(() => endGroup(child, 'SIGKILL'), 3000);
    child.removeAllListeners('close'); // the step must not go on
    child.on('exit', () => {
      endGroup(child, 'SIGKILL'); // whatever it left behind in its group
      leave();
    });
    if (child.exitCode !== null || child.signalCode !== null) leave();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  return () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, end);
  };
}
