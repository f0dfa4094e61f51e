export type { Chart } from './chart';
export { type CircleOptions, circleScatter } from './circle-scatter';
export { type Column, column, compact } from './compact';
export { explorerGrid, type TorusExplorerData, torusExplorer } from './explorer';
export { extent } from './extent';
export { type HeatmapOptions, heatmap } from './heatmap';
export { type Group, type HistogramOptions, histogram } from './histogram';
export { type ImageGridOptions, type ImageRow, imageGrid } from './image-grid';
export { type Interval, type IntervalOptions, intervals } from './intervals';
export { type Line, type LineChartOptions, lineChart } from './line-chart';
export * from './palettes';
export { type PlaneOptions, planeScatter } from './plane-scatter';
export type { PointOptions, Points } from './points';
export {
  type ColourMapOptions,
  colourMap,
  type Sprite,
  type SpriteOptions,
  sprite,
  spriteLayer,
} from './sprite';
export { fontFamily, fontName, theme } from './theme';
export { type Torus3dOptions, torus3d } from './torus-3d';
export { type TorusPath, torusPaths } from './torus-paths';
export {
  angle,
  type Crosses,
  type TorusField,
  type TorusOptions,
  torusPanels,
  torusScatter,
} from './torus-scatter';
export { type Reported, type Run, type TrainingCurvesOptions, trainingCurves } from './training-curves';
