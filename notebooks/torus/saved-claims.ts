// The claims as the chapters have measured them, read from the tables that they saved.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Claim, judge, meanInterval, type Verdict } from '@latent-torus/notebook';
import { figuresFolder } from '@latent-torus/settings';
import { csvParse } from 'd3-dsv';
import { claimPlaces, linkTo, settingPlaces } from './claim-links';
import {
  digitClaims,
  histogramClaims,
  letterClaims,
  ownClaims,
  responseClaims,
  trainingClaims,
} from './claims';

/** A claim in one setting, with what was measured. */
export interface SavedClaim {
  /** The chapter that measured it, and the heading under which it does. */
  notebook: string;
  link: string;
  claim: string;
  where: string;
  statistic: string;
  threshold: Claim['threshold'];
  /** 'paper’s setting', 'one source', 'binarised', 'blurred' or 'wrapped torus'. */
  column: string;
  /** Mean over seeds and its 95 % interval; one seed has none. */
  value: number;
  low?: number;
  high?: number;
  verdict: Verdict;
}

/** Tables with a row for each claim: their chapter, file, setting and column of values. */
const tables = [
  ...[
    'torus-2-training',
    'torus-fig-1',
    'torus-fig-2',
    'torus-fig-3',
    'torus-fig-4',
    'torus-fig-5',
    'torus-4-scores',
    'torus-4-geometry',
  ].map((notebook) => ({
    notebook,
    file: `${notebook}-claims`,
    column: 'paper’s setting',
    values: 'value per seed',
  })),
  { notebook: 'torus-4-scores', file: 'torus-4-survival', column: 'one source', values: 'EMNIST, by seed' },
  ...['binarised', 'blurred'].map((repair) => ({
    notebook: 'torus-4-control',
    file: 'torus-4-control-claims',
    column: repair,
    values: `${repair}, by seed`,
  })),
  {
    notebook: 'torus-2-angle',
    file: 'torus-2-claims',
    column: 'wrapped torus',
    values: 'direction × wrapped, by seed',
  },
];

const byText = new Map(
  [trainingClaims, digitClaims, letterClaims, histogramClaims, responseClaims, ownClaims]
    .flatMap((claims) => Object.entries<Claim>(claims))
    .map(([key, claim]) => [claim.claim, { key: key as keyof typeof claimPlaces, claim }]),
);

const path = (id: string) => join(figuresFolder(), `${id}.csv`);

/** The rows of a table that a chapter has saved at the scale in force, all cells as text; undefined if it has not. */
export const savedTable = (id: string): Record<string, string>[] | undefined =>
  existsSync(path(id)) ? [...csvParse(readFileSync(path(id), 'utf8'))] : undefined;

/**
 * What the chapters have saved in the figures folder of the scale in force, and which of them have not been run.
 * @throws Error if a saved table has a claim that `claims.ts` does not know: it was saved by an older edition
 */
export function savedClaims(): { claims: SavedClaim[]; missing: string[] } {
  const missing = new Set<string>();
  const claims = tables.flatMap(({ notebook, file, column, values }) => {
    const rows = savedTable(file);
    if (!rows) missing.add(notebook);
    return (rows ?? []).map((row) => {
      const known = byText.get(row.claim);
      if (!known || row[values] === undefined) {
        throw new Error(`${file}.csv holds '${row.claim}' of another edition; run ${notebook}.ipynb again`);
      }
      const { key, claim } = known;
      const measured = row[values].split(', ').map(Number);
      const { mean: value, low, high } = meanInterval(measured);
      const { where, statistic, threshold } = claim;
      const verdict = judge(claim, measured);
      const link = linkTo(settingPlaces[column] ?? claimPlaces[key]);
      return {
        notebook,
        link,
        claim: claim.claim,
        where,
        statistic,
        threshold,
        column,
        value,
        low,
        high,
        verdict,
      };
    });
  });
  return { claims, missing: [...missing] };
}
