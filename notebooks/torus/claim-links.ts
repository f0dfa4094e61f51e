// Where each claim is demonstrated: chapter and heading, for links that JupyterLab follows.
import type {
  digitClaims,
  histogramClaims,
  letterClaims,
  ownClaims,
  responseClaims,
  trainingClaims,
} from './claims';

/** A chapter and a heading in it. */
export interface Place {
  readonly notebook: string;
  readonly heading: string;
}

/** The link to a heading: blanks become hyphens, and what a URL cannot hold is escaped. */
export const linkTo = ({ notebook, heading }: Place): string =>
  `${notebook}.ipynb#${encodeURIComponent(heading.replaceAll(' ', '-'))}`;

const at = (notebook: string, heading: string): Place => ({ notebook, heading });

const training = at('torus-2-training', 'Training');
const angles = at('torus-fig-1', 'In numbers');
const clusters = at('torus-fig-2', 'Clusters');
const spread = at('torus-fig-2', 'Compact and dispersed digits');
const loops = at('torus-fig-2', 'Digits with loops');
const annealing = at('torus-fig-2', 'Annealing');
const density = at('torus-fig-3', 'From a look to a number: density');
const zones = at('torus-fig-3', 'Ambiguous zones');
const near = at('torus-fig-4', 'Are they nearer to dense regions than other letters?');
const next = at('torus-fig-4', 'Which digit is a letter next to?');
const byLetter = at('torus-fig-4', 'Is their loss lower, letter by letter?');
const histogram = at('torus-fig-5', 'Numbers for the picture');
const letterI = at('torus-fig-5', 'Letter by letter');
const scores = at('torus-4-scores', 'The scores');
const noise = at('torus-4-geometry', 'Response to noise');
const ways = at('torus-4-geometry', 'Interpolation: four ways from one digit to another');

type Keys =
  | keyof typeof trainingClaims
  | keyof typeof digitClaims
  | keyof typeof letterClaims
  | keyof typeof histogramClaims
  | keyof typeof responseClaims
  | keyof typeof ownClaims;

/** In the paper's setting, by the key of the claim. */
export const claimPlaces: Readonly<Record<Keys, Place>> = {
  total: training,
  divergence: training,
  increasing: training,
  twoAngles: angles,
  capacity: angles,
  clusters,
  separated: clusters,
  overlap: clusters,
  neighbours: at('torus-fig-2', 'Neighbours'),
  compact: spread,
  dispersed: spread,
  symmetry: loops,
  winding: loops,
  torus: at('torus-fig-2', 'How much of this is due to the torus?'),
  annealingUnits: annealing,
  annealingArea: annealing,
  annealingBound: annealing,
  annealingSpread: annealing,
  annealingInformation: annealing,
  separation: density,
  highLoss: at('torus-fig-3', 'Where they fall, and at what loss'),
  voids: density,
  ambiguous: zones,
  lowConfidence: zones,
  distinctZones: zones,
  nearDigits: near,
  nearerThanDissimilar: near,
  tolerated: near,
  iOnOne: next,
  bOnEight: next,
  dpOnRound: next,
  moderateLoss: byLetter,
  moderateWithoutI: byLetter,
  lowerByLetter: byLetter,
  lowerWithoutI: byLetter,
  peak: histogram,
  similarHigher: histogram,
  similarBroader: histogram,
  broaderWithoutI: letterI,
  overlapTail: histogram,
  overlapWithoutI: letterI,
  dissimilarHigher: histogram,
  dissimilarNarrower: histogram,
  deceptivelyLow: histogram,
  lowWithoutI: letterI,
  offset: at('torus-4-scores', 'Are letters farther from the clusters than digits are?'),
  together: scores,
  ranking: scores,
  robust: noise,
  smooth: noise,
  continuous: ways,
  continuousNear: ways,
  modelEarns: scores,
  sameSource: at('torus-4-scores', 'Step 3: one source'),
};

/** In another setting, by its column in the chart of claims. */
export const settingPlaces: Readonly<Record<string, Place>> = {
  'one source': at('torus-4-scores', 'Which conclusions of sections 3.2 to 3.4 survive?'),
  binarised: at('torus-4-control', 'What holds after the repairs'),
  blurred: at('torus-4-control', 'What holds after the repairs'),
  'wrapped torus': at('torus-2-angle', 'All claims, by space'),
};
