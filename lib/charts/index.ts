export type { Chart } from './chart';
export { fontFamily, fontName, theme } from './theme';
export * from './palettes';
export { column, compact, type Column } from './compact';
export { extent } from './extent';
export type { PointOptions, Points } from './points';
export {
  angle,
  torusPanels,
  torusScatter,
  type Crosses,
  type TorusField,
  type TorusOptions,
} from './torus-scatter';
export { circleScatter, type CircleOptions } from './circle-scatter';
export { planeScatter, type PlaneOptions } from './plane-scatter';
export { trainingCurves, type Reported, type Run, type TrainingCurvesOptions } from './training-curves';
export { histogram, type Group, type HistogramOptions } from './histogram';
export { intervals, type Interval, type IntervalOptions } from './intervals';
export { heatmap, type HeatmapOptions } from './heatmap';
export {
  colourMap,
  sprite,
  spriteLayer,
  type ColourMapOptions,
  type Sprite,
  type SpriteOptions,
} from './sprite';
export { imageGrid, type ImageGridOptions, type ImageRow } from './image-grid';
export { lineChart, type Line, type LineChartOptions } from './line-chart';
export { torusPaths, type TorusPath } from './torus-paths';
export { explorerGrid, torusExplorer, type TorusExplorerData } from './explorer';
export { torus3d, type Torus3dOptions } from './torus-3d';
