import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { onChild } from './command.mjs';
import { places } from './context.mjs';
import { Failure } from './failure.mjs';
import { asJson, readJson, readText } from './files.mjs';

const file = join(places.made, 'lock');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {number | undefined} pid */
function alive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * One set-up at a time in a checkout. Waits for another; takes over the lock of one that was killed, once
 * what it had
 * started (npm, pip) has ended too. A holder touches the file every few seconds, so a reused process number
 * fools nobody.
 * @param {(line: string) => void} say
 * @returns {Promise<() => void>} gives the lock back
 */
export async function lock(say) {
  const mine = {
    pid: process.pid,
    host: os.hostname(),
    child: /** @type {number | undefined} */ (undefined),
  };
  const quietSeconds = 30;
  let told = '';
  let seen = { text: '', mtime: 0, since: 0 };
  fs.mkdirSync(places.made, { recursive: true });
  for (;;) {
    // Written beside and linked into place: the lock is never seen half-written.
    const partial = `${file}.${process.pid}`;
    fs.writeFileSync(partial, asJson(mine));
    try {
      fs.linkSync(partial, file);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    } finally {
      fs.rmSync(partial, { force: true });
    }
    const text = readText(file);
    const mtime = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (text === undefined || mtime === undefined) continue; // given back just now
    if (text !== seen.text || mtime !== seen.mtime) seen = { text, mtime, since: Date.now() };
    const other = readJson(file) || {};
    const here = other.host === mine.host;
    const quiet = Date.now() - Math.max(seen.since, here ? mtime : 0) > quietSeconds * 1000;
    if (here ? !alive(other.pid) || quiet : quiet) {
      if (!here || !alive(other.child) || Date.now() - mtime > 15 * 60 * 1000) {
        takeAway(text);
        continue;
      }
      if (told !== 'child')
        say(`A set-up that was killed left process ${other.child} running; waiting for it to end.`);
      told = 'child';
    } else {
      if (told !== 'other')
        say(`Another set-up is running (process ${other.pid} on ${other.host}); waiting for it.`);
      told = 'other';
    }
    await pause(300);
  }
  const write = (child) => {
    mine.child = child;
    try {
      const partial = `${file}.${process.pid}`;
      fs.writeFileSync(partial, asJson(mine));
      fs.renameSync(partial, file);
    } catch {
      // a full disk: the step that runs will say so
    }
  };
  onChild.add(write);
  const beat = setInterval(() => {
    try {
      fs.utimesSync(file, new Date(), new Date());
    } catch {
      // .setup was removed meanwhile: the step that runs will fail and say so
    }
  }, 5000);
  beat.unref();
  return () => {
    clearInterval(beat);
    onChild.delete(write);
    if (readJson(file)?.pid === process.pid) fs.rmSync(file, { force: true });
  };
}

/** Removes the lock that was judged stale, and no other: a second waiter may have taken it over just now. */
function takeAway(judged) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return;
  }
  if (readText(aside) !== judged) {
    try {
      fs.linkSync(aside, file);
    } catch {
      throw new Failure(
        `Two set-ups disagree about ${file}.\nWait until no other runs, then run the command again.`,
      );
    }
  }
  fs.rmSync(aside, { force: true });
}
