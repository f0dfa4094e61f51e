import { type Chart, type PlaneOptions, type Points, planeScatter } from '@latent-torus/notebook';

/** A panel: points with a title, and the options of its own. */
export interface ScatterPanel extends PlaneOptions {
  readonly points: Points;
}

/**
 * Clouds of points side by side, two in a row, with one legend. Each panel has a scale of its own, as the spaces compared
 * have units of their own.
 * @param size side of a panel in pixels
 */
export function scatterPanels(panels: readonly ScatterPanel[], { columns = 2, size = 270 } = {}): Chart {
  if (!panels.length) throw new RangeError('scatterPanels: there is no panel; give at least one');
  const charts = panels.map(({ points, ...options }) =>
    planeScatter(points, { size, pointSize: 6, ...options }),
  );
  return {
    columns: Math.min(columns, panels.length),
    spacing: { row: 40, column: 30 },
    resolve: { scale: { color: 'shared' } },
    concat: charts.map((chart) => ({ ...chart, layer: (chart.layer as Chart[]).map(still) })),
  };
}

/** A layer without the choice of a class in the legend, whose name may stand in a chart only once. */
function still({ params, ...layer }: Chart): Chart {
  if (!params) return layer;
  return { ...layer, encoding: { ...(layer.encoding as Chart), opacity: { value: 0.75 } } };
}
