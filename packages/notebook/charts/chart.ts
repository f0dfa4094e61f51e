/**
 * A chart in Vega-Lite 5 (or Vega 5): an object in its JSON language. Loosely typed on purpose: the exact
 * types take the notebook's type checker longer than everything else together.
 */
export type Chart = Record<string, unknown>;
