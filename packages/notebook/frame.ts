// A Danfo data frame as the last line of a cell shows as a table.
import '@latent-torus/node'; // before Danfo, which loads TensorFlow.js itself
import * as danfo from 'danfojs-node';
import { type Frame, tableBundle, toGrid } from './table';

const asBundle = Symbol.for('Jupyter.display');

/** Longer frames are shown by their first rows. */
const mostRows = 50;

Object.defineProperty(danfo.DataFrame.prototype, asBundle, {
  configurable: true,
  value(this: Frame) {
    const { columns, rows } = toGrid(this);
    const remark = rows.length > mostRows ? `The first ${mostRows} of ${rows.length} rows` : undefined;
    return tableBundle({ columns, rows: rows.slice(0, mostRows) }, 3, remark);
  },
});
