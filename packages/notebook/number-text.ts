const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** A number as text: whole numbers as they are, others with so many decimals (0 … 100); a true minus sign. */
export function numberText(value: number, digits = 3): string {
  checkDigits(digits);
  if (!Number.isFinite(value)) return String(value).replace('-', '−').replace('Infinity', '∞');
  return fixed(value, Number.isInteger(value) ? 0 : digits);
}

/** A number with exactly so many decimals. */
export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** @throws RangeError unless it is a number of decimals that a number can be written with */
export function checkDigits(digits: unknown): void {
  if (!Number.isInteger(digits) || Number(digits) < 0 || Number(digits) > 100) {
    throw new RangeError(
      `digits is ${JSON.stringify(digits)}; expected a whole number of decimals from 0 to 100`,
    );
  }
}

/** A small whole number in words: 'five'. */
export const countText = (count: number): string => words[count] ?? String(count);

/** 'one seed', 'five seeds', '12 seeds'. */
export const seedsText = (count: number): string => `${countText(count)} ${count === 1 ? 'seed' : 'seeds'}`;
