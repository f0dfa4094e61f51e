import { loaded } from './loading';

import './register';

export type { About, Source } from './about';
export * from './charts';
export { type Claim, judge, thresholdText, type Verdict } from './claim';
export { claimTable, verdictsText } from './claims';
export { type CompareOptions, compare, type EstimateOptions, estimate } from './compare';
export { display, inJupyter, update } from './jupyter';
export { type MeanInterval, meanInterval } from './mean-interval';
export { numberText, seedsText } from './number-text';
export type { FigureRecord } from './publish';
export { reading } from './reading';
export { show } from './show';
export { type Row, type TableOptions, table } from './table';

loaded();
