import type { Images } from '@latent-torus/datasets';

/**
 * Letters with capital and small ones as classes apart: 'B', 'b', 'D', 'd' …, in the order of the letters; positions stay.
 * Where the set does not say which are small, as synthetic glyphs do not, it is returned as it is.
 */
export function letterCases(letters: Images): Images {
  const small = letters.factors?.case?.values;
  if (!small) return letters;
  return {
    ...letters,
    labels: letters.labels.map((label, i) => 2 * label + small[i]),
    classes: letters.classes.flatMap((letter) => [letter, letter.toLowerCase()]),
  };
}
