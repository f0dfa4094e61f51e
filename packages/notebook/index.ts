// What notebooks import. The first line is shown before the rest is loaded.
import { loaded } from './loading';

import './register';

export { deviation, extent, group, max, mean, median, min, quantile, range, rollup, sum } from 'd3-array';
export type { About, Source } from './about';
export { type Case, type CasesOptions, cases, type Numbers } from './cases';
export * from './charts';
export { type Claim, judge, thresholdText, type Verdict } from './claim';
export { claimTable, verdictsText } from './claims';
export { type CloseToOptions, closeTo } from './close-to';
export { type CompareOptions, compare, type EstimateOptions, estimate } from './compare';
export { type Check, ExerciseError, type ExerciseOptions, exercise, type Judgement } from './exercise';
export { display, inJupyter, update } from './jupyter';
export { type MeanInterval, meanInterval } from './mean-interval';
export { numberText, seedsText } from './number-text';
export type { FigureRecord } from './publish';
export { reading } from './reading';
export { type ShowOptions, show } from './show';
export { type Row, type TableOptions, table } from './table';
export { NotYet, todo } from './todo';

loaded();
