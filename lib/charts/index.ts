export type { Chart } from './chart';
export { fontFamily, fontName, theme } from './theme';
