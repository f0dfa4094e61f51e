export type { Chart } from './chart';
export { type Arcs, type CircleOptions, circleScatter } from './circle-scatter';
export { type Column, column, compact } from './compact';
export type { Group } from './density';
export type { Ellipses } from './ellipses';
export {
  type Choice,
  type ExplorerData,
  type ExplorerOptions,
  explorer,
  type Frames,
  type Readout,
} from './explorer';
export { type ExplorerSpace, explorerGrid } from './explorer-grid';
export { type HeatmapOptions, heatmap } from './heatmap';
export { type HistogramOptions, histogram } from './histogram';
export { type ImageGridOptions, type ImageRow, imageGrid } from './image-grid';
export { type Interval, type IntervalOptions, intervals } from './intervals';
export { type Line, type LineChartOptions, lineChart } from './line-chart';
export * from './palettes';
export { type PlaneOptions, planeScatter } from './plane-scatter';
export type { Factor, PointOptions, Points } from './points';
export { type RidgelineOptions, ridgelines } from './ridgelines';
export { type Scatter3dOptions, scatter3d } from './scatter-3d';
export {
  type ColourMapOptions,
  colourMap,
  type Sprite,
  type SpriteOptions,
  sprite,
  spriteLayer,
} from './sprite';
export { isWeight, termNames } from './terms';
export { card, fontFamily, fontName, theme } from './theme';
export { type Torus3dOptions, torus3d } from './torus-3d';
export { type TorusExplorerData, torusExplorer } from './torus-explorer';
export { type TorusPath, type TorusPathOptions, torusPaths } from './torus-paths';
export {
  angle,
  type Crosses,
  type TorusField,
  type TorusOptions,
  type TorusPanelOptions,
  torusPanels,
  torusScatter,
} from './torus-scatter';
export { type Reported, type Run, type TrainingCurvesOptions, trainingCurves } from './training-curves';
export { type VerdictChartOptions, type VerdictRow, verdictChart } from './verdict-chart';
