import type { Chart } from './chart';
import { paperText } from './points';
import { sprite } from './sprite';

/** A row of images with what stands before it. */
export interface ImageRow {
  /** What stands before the row. */
  label: string;
  /** [n, height × width], 0 … 1; rows may differ in n. */
  pixels: ArrayLike<number>;
  /** What stands below each image (default nothing; example `['0.93', '0.12']`). */
  captions?: readonly string[];
}

export interface ImageGridOptions {
  /** Height and width of one image in pixels (default 28; example `64`). */
  height?: number;
  width?: number;
  /** Title above the grid (default none; example `'Letters'`). */
  title?: string;
  /** Height of an image in the chart (default 44; example `38`). */
  shown?: number;
  /** What stands above the columns (default nothing; example `['0', '1', '2']`). */
  columnLabels?: readonly string[];
  /** Ink dark on white (default true), or as stored (example `false`). */
  invert?: boolean;
}

/**
 * Rows of images, as 'original' above 'reconstruction'. All images are one picture for each row.
 * @throws RangeError if there is no row, or its pixels do not make whole images
 * @example imageGrid([{ label: 'original', pixels }, { label: 'decoded', pixels: decoded }])
 */
export function imageGrid(rows: readonly ImageRow[], options: ImageGridOptions = {}): Chart {
  const { height = 28, width = 28, title, shown = 44, columnLabels = [], invert } = options;
  if (!rows?.length) throw new RangeError('an image grid needs a row; give at least one { label, pixels }');
  const gap = 3;
  const captioned = rows.some(({ captions }) => captions?.length);
  const step = shown + (captioned ? 20 : gap);
  const wide = (shown * width) / height;
  const sprites = rows.map(({ pixels }) => {
    return sprite(pixels, {
      height,
      width,
      scale: 2,
      gap: Math.round((2 * height * gap) / shown),
      gapGrey: 255,
      invert,
    });
  });
  const most = Math.max(...rows.map(({ pixels }) => pixels.length / (height * width)));
  const full = { width: most * (wide + gap) - gap, height: rows.length * step - gap };
  const column = (j: number) => j * (wide + gap) + wide / 2;
  // Labels are those of axes, which take the colour of the theme.
  const labelled = (labels: readonly string[], centres: readonly number[], length: number, axis: Chart) => ({
    type: 'quantitative',
    title: null,
    scale: { domain: [0, length], nice: false, zero: false, ...(axis.orient ? {} : { reverse: true }) },
    axis: {
      values: centres,
      labelExpr: `${JSON.stringify(labels)}[round((datum.value - ${centres[0]}) / ${centres[1] - centres[0] || 1})]`,
      labelFontSize: 13,
      labelPadding: 6,
      labelLimit: 320,
      labelOverlap: false,
      grid: false,
      ticks: false,
      domain: false,
      ...axis,
    },
  });
  const centres = (count: number, at: (i: number) => number) =>
    Array.from({ length: count }, (_, i) => at(i));
  return {
    ...(title ? { title } : {}),
    ...full,
    view: { stroke: null },
    data: { values: [{ x: 0, y: 0 }] },
    layer: [
      ...sprites.map((picture, i) => ({
        mark: {
          type: 'image',
          url: picture.url,
          aspect: false,
          align: 'left',
          baseline: 'top',
          tooltip: null,
          width: (picture.width * shown) / (2 * height),
          height: shown,
        },
        encoding: { x: { value: 0 }, y: { value: i * step } },
      })),
      {
        mark: { type: 'point', opacity: 0, tooltip: null },
        encoding: {
          y: {
            field: 'y',
            ...labelled(
              rows.map(({ label }) => label),
              centres(rows.length, (i) => i * step + shown / 2),
              full.height,
              {},
            ),
          },
          ...(columnLabels.length
            ? {
                x: {
                  field: 'x',
                  ...labelled(columnLabels, centres(columnLabels.length, column), full.width, {
                    orient: 'top',
                  }),
                },
              }
            : {}),
        },
      },
      ...rows.flatMap(({ captions = [] }, i) =>
        captions.flatMap((text, j) =>
          paperText(
            { text, align: 'center', baseline: 'top', fontSize: 12, fontWeight: 'bold' },
            { x: { value: column(j) }, y: { value: i * step + shown + 2 } },
            { values: [{}] },
          ),
        ),
      ),
    ],
  };
}
