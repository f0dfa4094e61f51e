import assert from 'node:assert/strict';
import { tf } from 'latent-torus';
import { type Case, cases } from '../../packages/notebook/cases';
import { closeTo } from '../../packages/notebook/close-to';
import { assess, type Check, exercise } from '../../packages/notebook/exercise';
import { NotYet, todo } from '../../packages/notebook/todo';
import { inFakeKernel } from './fake-kernel';

let count = 0;
/** How an exercise of its own name stands. */
const stands = <A>(answer: A | undefined, check: Check<A>, hints = ['think of the variance']) =>
  assess(`test-${count++}`, { answer, check, hints });
const hintOf = async <A>(answer: A | undefined, check: Check<A>) => {
  const found = await stands(answer, check);
  assert.equal(found.state, 'wrong');
  return ('hint' in found && found.hint) || '';
};
const square: Case[] = [
  { given: [3], expected: 9 },
  { given: [-2], expected: 4, hint: 'What of negative numbers?' },
  { given: [0], expected: 0 },
];

describe('an exercise', () => {
  it('is not yet done while there is no answer, or its function says todo()', async () => {
    const double = (x: number): number => {
      todo();
      return x;
    };
    assert.deepEqual(await stands(undefined, closeTo(1)), { state: 'not yet' });
    assert.deepEqual(await stands(double, cases(square)), { state: 'not yet' });
    assert.deepEqual(await stands((): number => todo(), closeTo(1)), { state: 'not yet' });
    const soon = async (): Promise<number> => todo();
    assert.deepEqual(await stands(soon, cases(square)), { state: 'not yet' });
    assert.throws(todo, NotYet);
  });

  it('is right if the check says so, wrong with the check’s own words and a hint if not', async () => {
    assert.deepEqual(await stands(2, (n) => n === 2), { state: 'right' });
    assert.deepEqual(await stands(3, (n) => n === 2), {
      state: 'wrong',
      hint: 'Hint: think of the variance',
    });
    const own = await stands(3, async () => 'Three is odd.');
    assert.deepEqual(own, { state: 'wrong', hint: 'Three is odd. Hint: think of the variance' });
    assert.match(
      await hintOf(3, () => Promise.reject(new Error('no such thing'))),
      /^It throws: no such thing Hint/,
    );
  });

  it('gives a plainer hint at each wrong attempt, the last again and again, and none for an open one', async () => {
    const options = { check: closeTo(5), hints: ['first', 'second'] };
    const said: string[] = [];
    for (const answer of [1, undefined, 2, 3]) {
      const found = await assess('attempts', { ...options, answer });
      said.push('hint' in found ? found.hint!.replace(/.*Hint: /, '') : found.state);
    }
    assert.deepEqual(said, ['first', 'not yet', 'second', 'second']);
    assert.deepEqual(await assess('attempts', { ...options, answer: 5 }), { state: 'right' });
  });

  it('shows where it stands as text that a notebook shows untrusted, too', async () => {
    const say = async (answer?: number) => {
      const [sent] = await inFakeKernel(() =>
        exercise(`shown-${count++}`, { answer, check: () => 'Is 2 < 1?', hints: ['no *stars*'] }),
      );
      return sent.data as Record<string, string>;
    };
    assert.match((await say())['text/plain'], /^Exercise shown-\d+: not yet$/);
    assert.match((await say(1))['text/plain'], /: not right\. Is 2 < 1\? Hint: no \*stars\*$/);
    assert.match(
      (await say(1))['text/markdown'],
      /^\*\*Exercise shown-\d+:\*\* not right\. Is 2 &#60; 1\? Hint: no \\\*stars\\\*$/,
    );
    const [right] = await inFakeKernel(() => exercise('ok', { answer: 1, check: () => true, hints: ['x'] }));
    assert.equal(right.data['text/plain'], 'Exercise ok: right');
  });

  it('ends the cell where exercises are graded, unless it is right', async () => {
    const run = (answer?: number) => exercise('graded', { answer, check: closeTo(1), hints: ['one'] });
    await run();
    process.env.LATENT_TORUS_GRADING = '1';
    try {
      await assert.rejects(run(), { name: 'ExerciseError', message: "exercise 'graded': not yet" });
      await assert.rejects(run(7), /exercise 'graded': not right\. 7 is too large\. Hint: one/);
      await run(1);
      process.env.LATENT_TORUS_GRADING = '0';
      await run(7);
    } finally {
      delete process.env.LATENT_TORUS_GRADING;
    }
  });

  it('leaves an interrupt to the kernel', async () => {
    const stopped = () => {
      throw Object.assign(new Error('the cell was interrupted'), { name: 'KeyboardInterrupt' });
    };
    await assert.rejects(stands(stopped, cases(square)), /interrupted/);
  });

  it('refuses an id that is none and an exercise without hints', async () => {
    const options = { answer: 1, check: () => true };
    await assert.rejects(assess('No id', { ...options, hints: ['x'] }), /the id of the exercise is 'No id'/);
    await assert.rejects(assess('empty', { ...options, hints: [] }), /exercise 'empty' has no hints/);
    await assert.rejects(assess('empty', { ...options, hints: [' '] }), /has no hints/);
  });
});

describe('cases', () => {
  it('take a function that is right in every case, whichever kind of numbers it gives', async () => {
    const right = { state: 'right' };
    assert.deepEqual(await stands((x: number) => x * x, cases(square)), right);
    assert.deepEqual(await stands(async (x: number) => x * x + 1e-5, cases(square)), right);
    const rows = cases([{ given: [[1, 2]], expected: [2, 4] }]);
    assert.deepEqual(await stands((list: number[]) => list.map((x) => 2 * x), rows), right);
    assert.deepEqual(await stands((list: number[]) => Float32Array.from(list, (x) => 2 * x), rows), right);
    assert.deepEqual(await stands((list: number[]) => tf.mul(list, 2), rows), right);
  });

  it('tell the call that is wrong, what it gave and which way, not the right result', async () => {
    const twice = (x: number) => 2 * x;
    assert.equal(
      await hintOf(twice, cases(square)),
      'twice(3) gives 6, which is too small. Hint: think of the variance',
    );
    const positive = (x: number) => (x < 0 ? -4 : x * x);
    assert.match(
      await hintOf(positive, cases(square)),
      /^positive\(−2\) gives −4, which is too small\. What of negative numbers\? Hint/,
    );
    const second = (list: number[]) => list;
    const rows = cases([{ given: [[1, 5.25]], expected: [1, 2], name: 'for a list' }]);
    assert.match(await hintOf(second, rows), /^for a list, number 2, gives 5\.25, which is too large\./);
  });

  it('tell errors, NaN, a missing return, a wrong shape and what is not numbers', async () => {
    const says = async (answer: (x: number) => unknown, text: RegExp) =>
      assert.match(await hintOf(answer, cases(square)), text);
    await says(function f() {
      throw new TypeError('x is not defined');
    }, /^f\(3\) throws: x is not defined\./);
    await says(() => Promise.reject(new Error('late')), /^your function\(3\) throws: late\./);
    await says(() => NaN, /gives NaN\. Hint/);
    await says(() => Infinity, /gives Infinity, which is too large/);
    await says(() => undefined, /gives nothing: is a return missing\?/);
    await says((x) => [x * x], /gives numbers of shape \[1\]; expected a single number/);
    await says((x) => tf.tensor2d([[x * x]]), /gives numbers of shape \[1, 1\]; expected a single number/);
    await says(() => 'nine', /gives 'nine', which is not numbers/);
    await says(() => [[1], [1, 2]], /which is not numbers/);
    assert.match(await hintOf(9 as never, cases(square)), /^It is a number, not a function\./);
  });

  it('give each call its own arguments', async () => {
    const given = [[1, 2]] as const;
    const spoil = (list: number[]) => {
      const sum = list[0] + list[1];
      list.fill(0);
      return sum;
    };
    const twice = cases([
      { given, expected: 3 },
      { given, expected: 3 },
    ]);
    assert.deepEqual(await stands(spoil, twice), { state: 'right' });
    assert.deepEqual(given, [[1, 2]]);
  });

  it('dispose of every tensor, whether the function is right, wrong or throws', async () => {
    const given = () => [tf.tensor2d([[1, 2]])];
    const check = cases([{ given, expected: [[2, 4]] }]);
    const before = tf.memory().numTensors;
    const right = async (x: tf.Tensor) => {
      await Promise.resolve();
      return tf.mul(tf.add(x, x), 1);
    };
    assert.equal((await stands(right, check)).state, 'right');
    assert.match(
      await hintOf(function same(x: tf.Tensor) {
        return tf.add(x, 0);
      }, check),
      /^same\(\[\[1, 2\]\]\), number 1, gives 1, which is too small/,
    );
    assert.match(await hintOf((x: tf.Tensor) => tf.matMul(x, tf.square(x) as tf.Tensor2D), check), /throws/);
    assert.equal(tf.memory().numTensors, before);
  });

  it('refuse to be none', () => {
    assert.throws(() => cases([]), /there are no cases/);
  });
});

describe('closeTo', () => {
  it('takes a number, or a function that gives one, within either tolerance', async () => {
    assert.equal((await stands(101, closeTo(100))).state, 'right');
    assert.equal((await stands(() => 99, closeTo(100))).state, 'right');
    assert.equal((await stands(async () => 0.04, closeTo(0, { absolute: 0.05 }))).state, 'right');
    assert.equal((await stands(102, closeTo(100))).state, 'wrong');
  });

  it('says which way a number is wrong, and knows typical mistakes', async () => {
    const check = closeTo(0.25, { mistakes: [[0.5, 'Is that the standard deviation?']] });
    assert.match(await hintOf(0.5, check), /^Is that the standard deviation\? Hint/);
    assert.match(await hintOf(0.2, check), /^0\.200 is too small\./);
    assert.match(await hintOf(NaN, check), /^It gives NaN\./);
    assert.match(await hintOf('0.25' as never, check), /^It gives a string, not a number\./);
    assert.match(await hintOf((() => {}) as never, check), /^It gives nothing: is a return missing\?/);
    assert.match(await hintOf((() => assert.fail('oh')) as never, check), /^It throws: oh/);
    assert.throws(() => closeTo(NaN), /the right value is NaN/);
  });
});
