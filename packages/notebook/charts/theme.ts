import type { Chart } from './chart';

/** The font that pictures are drawn with; it is shipped with the project. */
export const fontName = 'Source Sans 3';

/**
 * The font with what a browser falls back to where it is not installed. Quoted, as CSS refuses a bare word
 * '3'.
 */
export const fontFamily = `'${fontName}', Source Sans Pro, Helvetica Neue, Arial, sans-serif`;

/** Text inside a chart, always with `paper` around it, so that it is read on any background. */
export const ink = '#2b2b2b';
export const paper = '#ffffff';

/** Lines that only help to read a chart: at least 3 : 1 on white and on JupyterLab's dark grey. */
export const quiet = '#888888';

const hairline = 'rgba(128, 128, 128, 0.22)';

/**
 * The one look of all charts, as a Vega-Lite configuration. It leaves background and colour of text open:
 * JupyterLab gives charts those of its own light or dark theme, and a picture gets those of `card`.
 */
export const theme: Chart = {
  font: fontFamily,
  padding: 8,
  aria: false, // no labels for each of thousands of points; the chart has its description
  view: { stroke: hairline, continuousWidth: 380, continuousHeight: 260 },
  axis: {
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    titlePadding: 8,
    gridColor: hairline,
    domainColor: quiet,
    tickColor: quiet,
    tickSize: 4,
  },
  axisX: { labelFlush: false },
  legend: {
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    symbolSize: 90,
    symbolOpacity: 1,
    gradientThickness: 12,
    gradientLength: 160,
    labelLimit: 320,
    titleLimit: 320,
  },
  header: { labelFontSize: 13, titleFontSize: 13, titleFontWeight: 'normal' },
  title: {
    fontSize: 15,
    fontWeight: 600,
    anchor: 'start',
    offset: 10,
    subtitleFontSize: 12,
    subtitlePadding: 4,
  },
  text: { fontSize: 12 },
  line: { strokeWidth: 2 },
  concat: { spacing: 24 },
  facet: { spacing: 20 },
};

/** The same for a chart in Vega, which has no font for all and no defaults of Vega-Lite. */
export const vegaTheme: Chart = {
  events: { defaults: { prevent: false } }, // Vega would keep every key to itself, Tab included
  text: { font: fontFamily, fontSize: 12 },
  title: { font: fontFamily, subtitleFont: fontFamily },
  axis: {
    labelFont: fontFamily,
    titleFont: fontFamily,
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    domainColor: quiet,
    tickColor: quiet,
    tickSize: 4,
    titlePadding: 8,
  },
  legend: {
    labelFont: fontFamily,
    titleFont: fontFamily,
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 'normal',
  },
  style: { cell: { stroke: hairline } },
};

/** What a picture has where JupyterLab has its theme: dark text on a white card. */
export const card: Chart = {
  background: paper,
  title: { color: ink, subtitleColor: '#6b6b6b' },
  style: { 'guide-label': { fill: ink }, 'guide-title': { fill: ink } },
};
