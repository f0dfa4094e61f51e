// The claims as the chapters have measured them, read from the tables that they saved.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Claim, judge, meanInterval, type Verdict } from '@latent-torus/notebook';
import { figuresFolder } from '@latent-torus/settings';
import { csvParse } from 'd3-dsv';
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
  /** The chapter that measured it. */
  notebook: string;
  claim: string;
  where: string;
  statistic: string;
  threshold: Claim['threshold'];
  /** 'paper’s setting', 'one source', 'binarised' or 'blurred'. */
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
];

const byText = new Map<string, Claim>(
  [trainingClaims, digitClaims, letterClaims, histogramClaims, responseClaims, ownClaims]
    .flatMap((claims) => Object.values<Claim>(claims))
    .map((claim) => [claim.claim, claim]),
);

/**
 * What the chapters have saved in the figures folder of the scale in force, and which of them have not been run.
 * @throws Error if a saved table has a claim that `claims.ts` does not know: it was saved by an older edition
 */
export function savedClaims(): { claims: SavedClaim[]; missing: string[] } {
  const path = (file: string) => join(figuresFolder(), `${file}.csv`);
  const [there, absent] = [true, false].map((is) =>
    tables.filter(({ file }) => existsSync(path(file)) === is),
  );
  const claims = there.flatMap(({ notebook, file, column, values }) =>
    csvParse(readFileSync(path(file), 'utf8')).map((row) => {
      const claim = byText.get(row.claim);
      if (!claim || row[values] === undefined) {
        throw new Error(`${file}.csv holds '${row.claim}' of another edition; run ${notebook}.ipynb again`);
      }
      const measured = row[values].split(', ').map(Number);
      const { mean: value, low, high } = meanInterval(measured);
      const { where, statistic, threshold } = claim;
      const verdict = judge(claim, measured);
      return { notebook, claim: claim.claim, where, statistic, threshold, column, value, low, high, verdict };
    }),
  );
  return { claims, missing: [...new Set(absent.map(({ notebook }) => notebook))] };
}
