import { display } from './jupyter';
import { escapeMarkdown } from './markdown';
import { NotYet } from './todo';

/** True: right. False: wrong. A text: wrong, and a hint for this very mistake. */
export type Judgement = boolean | string;

/** Judges what a reader wrote; `cases` and `closeTo` make one. */
export type Check<A> = (answer: A) => Judgement | Promise<Judgement>;

/** An exercise. */
export interface ExerciseOptions<A> {
  /** What the reader wrote: a function whose body is `todo()`, or a value that is undefined, while it is open. */
  answer: A | undefined;
  /**
   * Judges the answer, for instance `cases([{ given: [2], expected: 4 }])`. Where it knows the right answer, define it
   * in a file beside the notebook: the cell of the check is in the open.
   */
  check: Check<A>;
  /** Hints from the mildest to the plainest, none the answer: each wrong attempt gets the next one. */
  hints: readonly string[];
}

/** How an exercise stands. */
export type Assessment =
  | { readonly state: 'not yet' | 'right' }
  | { readonly state: 'wrong'; readonly hint?: string };

/** What ends the cell of an exercise that is not solved, where exercises are graded. */
export class ExerciseError extends Error {
  override name = 'ExerciseError';
}

/** Wrong attempts by exercise, as long as the kernel runs. */
const attempts = new Map<string, number>();

/**
 * Says below the cell how an exercise stands: 'not yet' while it is open, 'right', or 'not right' with a hint.
 * ```ts
 * await exercise('kl', { answer: kl, check: cases([{ given: [0, 1], expected: 0 }]), hints: ['Which term is missing?'] });
 * ```
 * @param id of the exercise in its notebook: lower-case words with hyphens
 * @throws ExerciseError unless it is right, if the environment variable LATENT_TORUS_GRADING is set (to anything but 0):
 *   a grader such as nbgrader tells by that
 * @throws Error if the exercise has no hints, or its id is none
 */
export async function exercise<A>(id: string, options: ExerciseOptions<A>): Promise<void> {
  const found = await assess(id, options);
  const said = {
    'not yet': 'not yet',
    right: 'right',
    wrong: `not right. ${'hint' in found ? found.hint : ''}`.trim(),
  }[found.state];
  display({
    'text/markdown': `**Exercise ${escapeMarkdown(id)}:** ${escapeMarkdown(said)}`,
    'text/plain': `Exercise ${id}: ${said}`,
  });
  const { LATENT_TORUS_GRADING: grading = '0' } = process.env;
  if (!['', '0'].includes(grading) && found.state !== 'right')
    throw new ExerciseError(`exercise '${id}': ${said}`);
}

/** How an exercise stands; a wrong answer counts as an attempt. */
export async function assess<A>(
  id: string,
  { answer, check, hints }: ExerciseOptions<A>,
): Promise<Assessment> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
    throw new Error(`the id of the exercise is '${id}'; use lower-case words and digits with hyphens`);
  if (!hints?.length || !hints.every((hint) => typeof hint === 'string' && hint.trim()))
    throw new Error(`exercise '${id}' has no hints; give at least one, which is not the answer`);
  if (answer === undefined || answer === null) return { state: 'not yet' };
  let judgement: Judgement;
  try {
    judgement = await check(answer);
  } catch (error) {
    if (isOpen(error)) return { state: 'not yet' };
    if (isEnd(error)) throw error;
    judgement = `It throws: ${messageOf(error)}`;
  }
  if (judgement === true) return { state: 'right' };
  const before = attempts.get(id) ?? 0;
  attempts.set(id, before + 1);
  const own = typeof judgement === 'string' ? `${judgement} ` : '';
  return { state: 'wrong', hint: `${own}Hint: ${hints[Math.min(before, hints.length - 1)]}` };
}

/** Whether this says that nothing has been written yet. */
export const isOpen = (error: unknown): boolean => error instanceof NotYet;

/** Whether the kernel ends the cell: an interrupt, a heap that is full. Not for an exercise to judge. */
export const isEnd = (error: unknown): boolean =>
  ['KeyboardInterrupt', 'HeapFull', 'AbortError'].includes((error as Error)?.name);

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
