// A Danfo data frame as the last line of a cell shows as a table. Danfo takes longer to load than all the rest
// together, so it is not loaded here: the method is added when a notebook loads it.
import Module from 'node:module';
import { type Frame, tableBundle, toGrid } from './table';

const asBundle = Symbol.for('Jupyter.display');

/** Longer frames are shown by their first rows. */
const mostRows = 50;

interface Danfo {
  DataFrame: { prototype: object };
}

/** Lets frames show as tables. */
function install({ DataFrame }: Danfo): void {
  if (asBundle in DataFrame.prototype) return;
  Object.defineProperty(DataFrame.prototype, asBundle, {
    configurable: true,
    value(this: Frame) {
      const { columns, rows } = toGrid(this);
      const remark = rows.length > mostRows ? `The first ${mostRows} of ${rows.length} rows` : undefined;
      return tableBundle({ columns, rows: rows.slice(0, mostRows) }, 3, remark);
    },
  });
}

/** Node's loader, through which every `require` goes. */
const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };

/** By name, or by its file, as an ES module's import asks for it. */
const isDanfo = /^danfojs-node$|[\\/]danfojs-node[\\/]src[\\/]index\.js$/;

const load = loader._load;
loader._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (isDanfo.test(request)) install(loaded as Danfo);
  return loaded;
};

const earlier = Object.keys(require.cache).find((file) =>
  /[\\/]danfojs-node[\\/]dist[\\/]danfojs-node[\\/]src[\\/]index\.js$/.test(file),
);
const loadedModule = earlier === undefined ? undefined : require.cache[earlier];
if (loadedModule?.loaded) install(loadedModule.exports as Danfo);
