import { type About, isReading, sentence, sentences } from './about';
import { display } from './jupyter';
import { escapeMarkdown } from './markdown';
import { numberText } from './number-text';

/**
 * Shows a reading below the cell: a sentence, or several, that says with the number what the values above show.
 * ```ts
 * await reading(compare({ torus: accuracies, plane: others }, { of: '10-NN accuracy' }));
 * await reading`${share} of the letters lie outside the digits`;
 * ```
 * Numbers in a template get three decimals, whole ones none.
 * @throws TypeError if there is nothing to read
 */
export async function reading(
  text: About['reading'] | TemplateStringsArray,
  ...values: readonly (string | number)[]
): Promise<void> {
  const said = isTemplate(text) ? filled(text, values) : text;
  if (!isReading(said)) {
    throw new TypeError(`a reading is ${JSON.stringify(said)}; expected a sentence or a list of sentences`);
  }
  display({ 'text/markdown': readingMarkdown(said), 'text/plain': `Reading. ${sentences(said)}` });
}

/** A reading as Markdown; several sentences as a list. */
export function readingMarkdown(said: About['reading']): string {
  const lines = [said].flat().map((text) => escapeMarkdown(sentence(text)));
  return lines.length === 1
    ? `**Reading.** ${lines[0]}`
    : `**Reading.**\n\n${lines.map((line) => `- ${guarded(line)}`).join('\n')}`;
}

/** A line that begins no list, heading or quotation of its own. */
const guarded = (line: string) => line.replace(/^([-+]|\d+[.)])(?= )/, '&#8203;$1');

const isTemplate = (text: unknown): text is TemplateStringsArray => Array.isArray(text) && 'raw' in text;

const filled = (parts: TemplateStringsArray, values: readonly (string | number)[]) =>
  String.raw(
    { raw: parts },
    ...values.map((value) => (typeof value === 'number' ? numberText(value) : value)),
  );
