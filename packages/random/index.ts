/**
 * Seeded randomness for what JavaScript decides: shuffles, synthetic data, initial seeds.
 * The generator is sfc32 (Chris Doty-Humphrey's 'small fast counting' generator): 128 bits of state, passes PractRand.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;
  private spare: number | undefined;

  /**
   * @param seed any whole number or text; the same seed gives the same sequence on every machine
   * @throws RangeError for a seed that is neither: see `checkSeed`
   */
  constructor(seed: number | string) {
    checkSeed(seed);
    const text = `${typeof seed}:${seed}`;
    [this.a, this.b, this.c] = [1, 2, 3].map((lane) => hash(text, lane));
    for (let i = 0; i < 15; i++) this.bits(); // mixes the seed through the state
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number in [0, 1) with 53 random bits. */
  uniform(): number {
    return ((this.bits() >>> 5) * 2 ** 26 + (this.bits() >>> 6)) / 2 ** 53;
  }

  /** A standard normal number (Box and Muller). */
  normal(): number {
    if (this.spare !== undefined) {
      const value = this.spare;
      this.spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** An integer from 0 to `below` − 1. */
  integer(below: number): number {
    if (!Number.isInteger(below) || below < 1 || below > 2 ** 32) {
      throw new RangeError(`integer(${below}): expected a whole number from 1 to 2³²`);
    }
    return Math.floor(this.uniform() * below);
  }

  /** The numbers 0 to n − 1 in random order (Fisher and Yates). */
  permutation(n: number): Int32Array {
    if (!Number.isInteger(n) || n < 0 || n >= 2 ** 31) {
      throw new RangeError(`permutation(${n}): expected a whole number from 0 to 2³¹ − 1`);
    }
    const order = new Int32Array(n);
    let { a, b, c, counter } = this; // `bits()` written out: shuffles are the largest part of what JavaScript does in a step
    for (let i = 1; i < n; i++) {
      // 32 bits a place: even to one part in 2³²/n
      const sum = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + sum) | 0;
      const j = Math.floor(((sum >>> 0) / 2 ** 32) * (i + 1));
      order[i] = order[j];
      order[j] = i;
    }
    Object.assign(this, { a, b, c, counter });
    return order;
  }
}

/**
 * An int32 seed of its own for each use of a seed: the weights and the noise of seed 1 have nothing in common.
 * @throws RangeError for what is not a seed: see `checkSeed`
 */
export const seedFor = (seed: number | string, use: string): number =>
  new Random(`${checkSeed(seed)}/${use}`).bits() | 0;

/**
 * Checks that a seed is one and returns it. A fraction, NaN or a number beyond ±(2⁵³ − 1), where neighbours
 * are no longer told apart, is refused rather than rounded; so is a seed that was forgotten.
 * @throws RangeError naming the value
 */
export function checkSeed(seed: number | string): number | string {
  if (typeof seed === 'string' || Number.isSafeInteger(seed)) return seed;
  throw new RangeError(`seed ${String(seed)}: expected a whole number from −(2⁵³ − 1) to 2⁵³ − 1, or a text`);
}

/** A 32-bit FNV-1a hash of a text, one of several by `lane`. */
function hash(text: string, lane: number): number {
  let h = Math.imul(0x811c9dc5 ^ lane, 0x01000193);
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h ^ (h >>> 15);
}
