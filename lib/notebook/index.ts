import './register';

export { claimTable } from './claims';
export { show } from './show';
export { table, type Row, type TableOptions } from './table';
export { publish, type About, type Source } from './publish';
export { display, inJupyter, update } from './jupyter';
