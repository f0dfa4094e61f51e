import type { Chart } from './chart';
import { sprite } from './sprite';

/** A row of images with what stands before it. */
export interface ImageRow {
  label: string;
  /** [n, height × width], 0 … 1; rows may differ in n. */
  pixels: ArrayLike<number>;
}

export interface ImageGridOptions {
  /** Height and width of one image in pixels. */
  height: number;
  width: number;
  title?: string;
  /** Height of an image in the chart (default 44). */
  shown?: number;
  /** What stands above the columns. */
  columnLabels?: readonly string[];
  /** Ink dark on white (default), or as stored. */
  invert?: boolean;
}

/** Rows of images, as 'original' above 'reconstruction'. All images are one picture for each row. */
export function imageGrid(rows: readonly ImageRow[], options: ImageGridOptions): Chart {
  const { height, width, title, shown = 44, columnLabels = [], invert } = options;
  if (!rows.length) throw new RangeError('an image grid needs a row');
  const gap = 3;
  const step = shown + gap;
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
  const top = columnLabels.length ? 20 : 0;
  const place = (x: number, y: number) => ({ x: { value: x }, y: { value: y } });
  const data = { values: [{}] };
  return {
    ...(title ? { title } : {}),
    width: most * (wide + gap) - gap,
    height: top + rows.length * step - gap,
    view: { stroke: null },
    data,
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
        encoding: place(0, top + i * step),
      })),
      ...rows.map(({ label }, i) => ({
        mark: { type: 'text', text: label, align: 'right', baseline: 'middle', fontSize: 13, tooltip: null },
        encoding: place(-10, top + i * step + shown / 2),
      })),
      ...columnLabels.map((label, j) => ({
        mark: { type: 'text', text: label, align: 'center', baseline: 'middle', fontSize: 12, tooltip: null },
        encoding: place(j * (wide + gap) + wide / 2, 8),
      })),
    ],
  };
}
