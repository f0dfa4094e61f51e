import './register';

export * from './charts';
export { type Claim, judge, thresholdText, type Verdict } from './claim';
export { claimTable } from './claims';
export { display, inJupyter, update } from './jupyter';
export { type About, publish, type Source } from './publish';
export { show } from './show';
export { type Row, type TableOptions, table } from './table';
