import type { Chart } from './charts/chart';

/** Whether a chart is written in Vega rather than Vega-Lite. */
export const isVega = (chart: Chart): boolean => {
  return /\/schema\/vega\/v\d/.test(String(chart.$schema ?? '')) || Array.isArray(chart.marks);
};
