import { type Chart, compact, phaseColours } from '@latent-torus/notebook';

/** Points of a plane, coloured by phase, in a panel of their own. */
export interface LatentPanel {
  readonly title: string;
  /** [n, 2] row by row. */
  readonly points: ArrayLike<number>;
  /** [n] phases in radians. */
  readonly phases: ArrayLike<number>;
  /** [m, 2] drawn below as rings, with their phases: what the points should come to lie on (default none). */
  readonly target?: { readonly points: ArrayLike<number>; readonly phases: ArrayLike<number> };
}

export interface LatentPanelOptions {
  /** Panels in a row (default 3). */
  columns?: number;
  /** Side of a panel in pixels (default 180). */
  size?: number;
  /** Title of the legend (default 'Phase (radians)'). */
  legend?: string;
}

const TURN = 2 * Math.PI;

/**
 * Latent points side by side, coloured by phase: dots, over rings where they should lie. Each panel has equal scales on both
 * axes and holds all its points.
 * @throws RangeError if there is no panel, or phases do not fit the points
 */
export function latentPanels(panels: readonly LatentPanel[], options: LatentPanelOptions = {}): Chart {
  const { columns = 3, size = 180, legend = 'Phase (radians)' } = options;
  if (!panels.length)
    throw new RangeError('there is no panel to draw; give at least one { title, points, phases }');
  return { columns, concat: panels.map((panel) => panelOf(panel, size, legend)), spacing: 18 };
}

function panelOf({ title, points, phases, target }: LatentPanel, size: number, legend: string): Chart {
  const all = [...Array.from(points), ...Array.from(target?.points ?? [])];
  const axis = (k: number) => all.filter((_, i) => i % 2 === k);
  const middles = [0, 1].map((k) => (Math.min(...axis(k)) + Math.max(...axis(k))) / 2);
  const half = 0.56 * Math.max(...[0, 1].map((k) => Math.max(...axis(k)) - Math.min(...axis(k))), 1e-9);
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(2 * half)));
  const position = Object.fromEntries(
    ['x', 'y'].map((field, k) => [
      field,
      {
        field,
        type: 'quantitative',
        title: null,
        scale: { domain: [middles[k] - half, middles[k] + half], nice: false, zero: false },
        axis: { tickCount: 3, grid: false },
      },
    ]),
  );
  const color = {
    field: 'phase',
    type: 'quantitative',
    title: legend,
    scale: { domain: [0, TURN], range: [...phaseColours(24), phaseColours(24)[0]] },
    legend: {
      values: [0, 1, 2, 3, 4].map((quarter) => (quarter * TURN) / 4),
      labelExpr: "['0', 'π/2', 'π', '3π/2', '2π'][round(2 * datum.value / PI)]",
    },
  };
  const layer = (own: ArrayLike<number>, hues: ArrayLike<number>, mark: Chart) => {
    if (own.length !== 2 * hues.length)
      throw new RangeError(
        `panel '${title}': ${own.length} coordinates for ${hues.length} phases; expected two each`,
      );
    const column = (k: number) => Array.from(own).filter((_, i) => i % 2 === k);
    const phase = Array.from(hues, (value) => value - TURN * Math.floor(value / TURN));
    const view = compact({ x: column(0), y: column(1), phase }, { x: decimals, y: decimals, phase: 2 });
    return { ...view, mark: { type: 'point', tooltip: null, ...mark }, encoding: { ...position, color } };
  };
  return {
    title: { text: title, fontSize: 13 },
    width: size,
    height: size,
    layer: [
      ...(target
        ? [layer(target.points, target.phases, { filled: false, size: 55, strokeWidth: 1.2, opacity: 0.75 })]
        : []),
      layer(points, phases, { filled: true, size: 22, opacity: 0.95 }),
    ],
  };
}
