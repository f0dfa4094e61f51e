import type { Chart } from './chart';

/** The font that pictures are drawn with; it is shipped with the project. */
export const fontName = 'Source Sans 3';

/**
 * The font with what a browser falls back to where it is not installed. Quoted, as CSS refuses a bare word
 * '3'.
 */
export const fontFamily = `'${fontName}', Source Sans Pro, Helvetica Neue, Arial, sans-serif`;

const ink = '#2b2b2b';
const grey = '#6b6b6b';

/**
 * The one look of all charts, as a Vega-Lite configuration: white background, quiet grid, text that a small
 * PNG keeps.
 */
export const theme: Chart = {
  background: 'white',
  font: fontFamily,
  padding: 8,
  aria: false, // no labels for each of thousands of points; the chart has its description
  view: { stroke: '#d9d9d9', continuousWidth: 380, continuousHeight: 260 },
  axis: {
    labelColor: ink,
    labelFontSize: 12,
    titleColor: ink,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    titlePadding: 8,
    gridColor: '#ececec',
    domainColor: '#8c8c8c',
    tickColor: '#8c8c8c',
    tickSize: 4,
  },
  axisX: { labelFlush: false },
  legend: {
    labelColor: ink,
    labelFontSize: 12,
    titleColor: ink,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    symbolSize: 90,
    symbolOpacity: 1,
    gradientThickness: 12,
    gradientLength: 160,
    labelLimit: 320,
    titleLimit: 320,
  },
  header: {
    labelColor: ink,
    labelFontSize: 13,
    titleColor: ink,
    titleFontSize: 13,
    titleFontWeight: 'normal',
  },
  title: {
    color: ink,
    fontSize: 15,
    fontWeight: 600,
    anchor: 'start',
    offset: 10,
    subtitleColor: grey,
    subtitleFontSize: 12,
    subtitlePadding: 4,
  },
  text: { color: ink, fontSize: 12 },
  line: { strokeWidth: 2 },
  concat: { spacing: 24 },
  facet: { spacing: 20 },
};
