import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a contestant answers (see `peers/common.py`). */
export interface Answer {
  ready?: boolean;
  absent?: string;
  first_step_ms: number;
  steps: number;
  ms_per_step: number;
  loss?: number;
  losses: number[];
  peak_rss_mb: number;
  note?: string;
  versions: Record<string, string>;
}

/** A running contestant: answers one line of JSON to each line. */
export interface Conversation {
  /** Sends a line; without one, waits for the first answer. @throws Error if the process ends before it answers */
  ask(line?: string): Promise<Answer>;
  end(): Promise<void>;
}

export function converse(
  command: string,
  args: string[],
  environment: Readonly<Record<string, string>>,
): Conversation {
  const child: ChildProcess = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void }[] = [];
  const early: Answer[] = [];
  let complaint = '';
  let failure: Error | undefined;
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-4000);
  });
  child.stdin!.on('error', () => {}); // told by `close`
  createInterface({ input: child.stdout! }).on('line', (line) => {
    let answer: Answer;
    try {
      answer = JSON.parse(line) as Answer;
    } catch {
      return; // a library that prints to standard output
    }
    const next = waiting.shift();
    if (next) next.resolve(answer);
    else early.push(answer);
  });
  const ended = new Promise<void>((resolve) => {
    const fail = (error: Error) => {
      failure = error;
      for (const { reject } of waiting.splice(0)) reject(error);
      resolve();
    };
    child.on('error', fail);
    child.on('close', (code, signal) =>
      fail(new Error(`'${args.at(-1)}' ended (${signal ?? code}): ${complaint.trim() || 'no message'}`)),
    );
  });

  return {
    ask(line) {
      if (line !== undefined) child.stdin!.write(`${line}\n`);
      const answer = early.shift();
      if (answer) return Promise.resolve(answer);
      if (failure) return Promise.reject(failure);
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    async end() {
      child.stdin!.end();
      const late = setTimeout(() => child.kill(), 30_000);
      await ended;
      clearTimeout(late);
    },
  };
}
