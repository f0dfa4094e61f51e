import type { CameraOptions } from './camera';
import type { Chart } from './chart';
import { defaultDomain, type ExplorerSpace, isSquare } from './explorer-grid';
import { letterColour } from './palettes';
import { colourField, colourScales, pointData } from './point-data';
import { digits as digitNames, type Points } from './points';
import { sprite } from './sprite';
import { quiet, vegaTheme } from './theme';
import { torus3dParts } from './torus-3d';

/** What is shown for each place: images, or curves. */
export interface Frames {
  /** Cells along a side of plane and torus, or places of a circle or slider, as in `explorerGrid`. */
  readonly side: number;
  /** [choices · places, height × width], 0 … 1, in the order of `explorerGrid`; all of one choice first. */
  readonly images?: ArrayLike<number>;
  /** Height and width of an image in pixels (default 28; example `64`). */
  readonly height?: number;
  readonly width?: number;
  /** [choices · places, length] in place of images: decoded signals (default none; example `signals`). */
  readonly curves?: ArrayLike<number>;
}

/** A menu that switches frames, points and readouts. */
export interface Choice {
  /** What is chosen: 'β'. */
  readonly name: string;
  /** The options in the order of the frames: `['1', '4', '10']`. */
  readonly options: readonly string[];
}

/** A number that is told for each place, between the given ones by interpolation. */
export interface Readout {
  /** What it is: 'KL divergence'. */
  readonly name: string;
  /** [choices · n · n] like frames of n cells a side (any n), or [choices · n] on circle and slider. */
  readonly values: ArrayLike<number>;
  /**
   * Ends of both axes that the values cover (default those of the explorer; example `[-3 * Math.PI, 3 *
   * Math.PI]`: the point can be dragged so far then, around and around, while the image stays).
   */
  readonly domain?: readonly [number, number];
  /** Unit after the number (default none; example `'nats'`). */
  readonly unit?: string;
  /** Decimals (default 1; example `2`). */
  readonly digits?: number;
}

export interface ExplorerData {
  /** What is explored. */
  readonly space: ExplorerSpace;
  readonly frames: Frames;
  /** Encodings drawn as dots: [n, 2], on the circle [n]; one set, or one for each choice (default none; example
   * `{ points: means.dataSync(), labels }`). */
  readonly points?: Points | readonly Points[];
  /** Encodings drawn as red letters, on plane and torus (default none; example `{ points, labels, classes }`). */
  readonly letters?: Points;
  /** Half-widths of arcs around the points of a circle, as `points` (default none; example `sigma`). */
  readonly arcs?: ArrayLike<number> | readonly ArrayLike<number>[];
  /** Menus; frames, points, arcs and readouts have a part for each combination, the last menu's options next to
   * each other (default none; example `[{ name: 'β', options: ['1', '4'] }]`). */
  readonly choices?: readonly Choice[];
  /** Numbers told for each place (default none; example `[{ name: 'KL', values, unit: 'nats' }]`). */
  readonly readouts?: readonly Readout[];
}

export interface ExplorerOptions {
  /** Ends of the plane's axes, or of the slider (default −3 to 3, 0 to 1; example `[-4, 4]`). */
  domain?: readonly [number, number];
  /** Names of the coordinates (default z₁ and z₂, θ₁ and θ₂, θ, t; example `['µ₁', 'µ₂']`). */
  names?: readonly string[];
  /** What the points are, for the switch (default 'test digits'; example `'test images'`). */
  pointsName?: string;
  /** Where it begins (default near the middle; example `[0.4, 0.4]`). */
  start?: readonly number[];
}

const WIDEST = 400; // of the square, where there is room
const GAP = 48; // between the columns
const ZOOM = 126; // height of the decoded image
const SPACE = { width: 300, height: 240 }; // of the torus in space
const SIDE = 300; // of the second column
const STRIP = 46; // height of a slider's strip
/** Room that both columns need; below, the decoded image stands above the square. */
const BOTH = 870;
/**
 * Levels of grey that are kept: as many as an eye tells apart in small images, a third of the bytes of all.
 */
const LEVELS = 15;

const usualNames: Readonly<Record<ExplorerSpace, readonly string[]>> = {
  plane: ['z₁', 'z₂'],
  circle: ['θ'],
  torus: ['θ₁', 'θ₂'],
  slider: ['t'],
};

/**
 * A latent space to be explored without a kernel: pointer, finger or arrow keys (or sliders) choose a place,
 * and its decoded image or signal is shown beside it, with numbers where they are given. On a torus the place
 * is ringed in space as well, and Shift and drag, or two sliders, move the seam. In Vega 5; `show` with `page`
 * makes a page of it, where it stacks below 900 pixels.
 * @throws RangeError if frames, points, choices or readouts do not fit one another
 * @example explorer({ space: 'plane', frames: { side: 24, images }, points: { points, labels } })
 */
export function explorer(data: ExplorerData, options: ExplorerOptions = {}): Chart {
  const { space, frames, letters, choices = [], readouts = [] } = data;
  if (!(space in usualNames))
    throw new RangeError(`the space is '${space}'; expected ${Object.keys(usualNames).join(', ')}`);
  const domain =
    space === 'circle' || space === 'torus' ? defaultDomain[space] : (options.domain ?? defaultDomain[space]);
  const names = options.names ?? usualNames[space];
  const blocks = choices.reduce((product, { options: all }) => product * all.length, 1);
  const plan: Plan = { space, domain, names, blocks, side: frames?.side, square: isSquare(space) };
  if (!Number.isInteger(plan.side) || plan.side < 1)
    throw new RangeError(`frames.side is ${plan.side}; expected a whole number from 1`);
  if (names.length !== (plan.square ? 2 : 1))
    throw new RangeError(`a ${space} has ${plan.square ? 2 : 1} coordinates, not ${names.length} names`);
  const points = [data.points ?? []].flat() as Points[];
  if (points.length > 1 && points.length !== blocks)
    throw new RangeError(`there are ${points.length} sets of points for ${blocks} choices`);
  const shown = framesShown(frames, plan);
  const torus =
    space === 'torus' && points.length
      ? torus3dParts('points', points[0], { ...SPACE, yaw: 0.5, pitch: 0.8 } as CameraOptions, {
          ...(letters ? { letters: 'letters' } : {}),
          shown: { points: 'pointsShown', letters: letters ? 'lettersShown' : 'false' },
          marker: ['at1', 'at2'],
          corner: { left: 'spaceLeft', top: 'spaceTop' },
        })
      : undefined;
  const fields = plan.square ? ['t1', 't2'] : ['t1'];
  const places = [
    { type: 'filter', expr: points.length > 1 ? 'datum.block == block' : 'true' },
    ...onSquare(plan),
  ];
  return {
    $schema: 'https://vega.github.io/schema/vega/v5.json',
    config: vegaTheme,
    autosize: { type: 'pad', resize: true },
    width: { signal: 'chartWidth' },
    height: { signal: 'chartHeight' },
    padding: 8,
    signals: [
      ...layoutSignals(plan, torus !== undefined),
      ...choiceSignals(choices),
      ...placeSignals(plan, readouts, options.start),
      ...readoutSignals(plan, readouts),
      ...switches(data, options),
      ...shown.signals,
      ...(torus?.signals ?? []),
    ],
    data: [
      ...(points.length
        ? [pointData('points', withArcs(points, data.arcs), fieldsWithArcs(fields, data.arcs), places)]
        : []),
      ...(letters && plan.square ? [pointData('letters', letters, fields, onSquare(plan))] : []),
      ...(plan.square ? squareData(plan) : []),
      ...shown.data,
      ...(torus?.data ?? []),
      { name: 'key', values: keyOf(points[0]) },
    ],
    scales: points.length ? colourScales(points[0]) : [],
    marks: [
      plan.space === 'slider'
        ? strip(plan, shown)
        : plan.space === 'circle'
          ? circle(plan, points[0], data.arcs !== undefined)
          : square(plan, shown, points[0], letters),
      beside(plan, shown, readouts, points[0], letters, options.pointsName),
      ...(torus ? [at('spaceLeft', 'spaceTop', SPACE.width, SPACE.height, torus.marks)] : []),
    ],
  };
}

interface Plan {
  readonly space: ExplorerSpace;
  readonly domain: readonly [number, number];
  readonly names: readonly string[];
  readonly blocks: number;
  readonly side: number;
  readonly square: boolean;
}

const isAround = ({ space }: Plan) => space === 'torus' || space === 'circle';
const spanOf = ({ domain }: Plan) => domain[1] - domain[0];
const TURN = 2 * Math.PI;
const wrapped = (angle: string) => `((${angle}) - 2 * PI * floor(((${angle}) + PI) / (2 * PI)))`;

const hidden = { interactive: false };

/** A group at a place that signals give. */
const at = (left: string, top: string, width: number, height: number, marks: Chart[]): Chart => ({
  type: 'group',
  encode: {
    update: {
      x: { signal: left },
      y: { signal: top },
      width: { value: width },
      height: { value: height },
    },
  },
  marks,
});

/** Two columns where there is room, else the decoded image above the square and the torus in space below. */
function layoutSignals({ space }: Plan, hasTorus: boolean): Chart[] {
  const tall = space === 'slider' ? String(STRIP) : 'size';
  return [
    // The page says how wide it is; elsewhere there is room.
    { name: 'room', value: 1000 },
    { name: 'wide', update: `room >= ${BOTH}` },
    { name: 'size', update: `wide ? ${WIDEST} : clamp(room - 76, 180, ${WIDEST})` },
    { name: 'squareTop', update: `wide ? 0 : ${ZOOM + 26}` },
    { name: 'besideLeft', update: `wide ? size + ${GAP} : 0` },
    { name: 'spaceLeft', update: `wide ? size + ${GAP} : 0` },
    { name: 'spaceTop', update: `wide ? size - ${SPACE.height} : squareTop + size + 54` },
    { name: 'chartWidth', update: `wide ? size + ${GAP + SIDE} : max(size, ${SIDE})` },
    {
      name: 'chartHeight',
      update: `wide ? max(${tall}, ${ZOOM + 20}) : ${hasTorus ? `spaceTop + ${SPACE.height}` : `squareTop + ${tall}`}`,
    },
    // Where a finger moves the place rather than the page.
    { name: 'pads', update: `[[0, squareTop, size, ${tall}]]` },
  ];
}

function choiceSignals(choices: readonly Choice[]): Chart[] {
  const terms = choices.map(({ options }, i) => {
    const stride = choices.slice(i + 1).reduce((product, { options: all }) => product * all.length, 1);
    return `${stride} * indexof(${JSON.stringify(options)}, choice${i})`;
  });
  return [
    ...choices.map(({ name, options }, i) => {
      if (!options?.length) throw new RangeError(`the choice '${name}' has no options`);
      return { name: `choice${i}`, value: options[0], bind: { input: 'select', options, name: `${name} ` } };
    }),
    { name: 'block', update: terms.join(' + ') || '0' },
  ];
}

/** Where the place is, in coordinates and as a frame, and what moves it. */
function placeSignals(plan: Plan, readouts: readonly Readout[], start?: readonly number[]): Chart[] {
  const { space, domain, names, side, square: isFlat } = plan;
  const around = isAround(plan);
  // A readout beyond the edge lets the place go there: around and around.
  const reach = readouts.reduce(
    ([low, high], { domain: own }) => [Math.min(low, own?.[0] ?? low), Math.max(high, own?.[1] ?? high)],
    [...domain],
  );
  const winds = around && (reach[0] < domain[0] - 1e-6 || reach[1] > domain[1] + 1e-6);
  const limit = (value: string) =>
    around && !winds ? wrapped(value) : `clamp(${value}, ${reach[0]}, ${reach[1]})`;
  const short = (value: string) => `round(100 * (${value})) / 100`;
  const inside = `inrange(x(), [0, size]) && inrange(y() - squareTop, [0, ${space === 'slider' ? STRIP : 'size'}])`;
  const span = spanOf(plan);
  const pointed = [
    space === 'circle'
      ? 'atan2(size / 2 - (y() - squareTop), x() - size / 2)'
      : `centre1 + (x() / size - 0.5) * ${span}`,
    `centre2 - ((y() - squareTop) / size - 0.5) * ${span}`,
  ];
  const step = space === 'slider' ? span / Math.max(1, side - 1) : span / side;
  const keys = (less: string[], more: string[], name: string) => ({
    events: {
      source: 'view',
      type: 'keydown',
      filter: [`indexof(${JSON.stringify([...less, ...more])}, event.key) >= 0`],
    },
    update: short(limit(`${name} + (indexof(${JSON.stringify(more)}, event.key) >= 0 ? ${step} : -${step})`)),
  });
  const coordinate = (k: number): Chart => {
    const name = `at${k + 1}`;
    const place = short(limit(pointed[k]));
    return {
      name,
      value: start?.[k] ?? Number((domain[0] + span * (around ? 0.5637 : 0.5)).toFixed(2)),
      bind: {
        input: 'range',
        min: Number(reach[0].toFixed(2)),
        max: Number(reach[1].toFixed(2)),
        step: 0.01,
        name: `${names[k]} `,
      },
      on: [
        // The place is asked of the coordinates, not of the mark below the pointer, which a finger does not give.
        { events: 'pointerdown', update: `${inside} && !event.shiftKey ? ${place} : ${name}` },
        {
          events: 'pointermove',
          update:
            `event.buttons ? (held && !held[2] ? ${place} : ${name}) : ` +
            `${inside} && event.pointerType != 'touch' ? ${place} : ${name}`,
        },
        isFlat
          ? k
            ? keys(['ArrowDown'], ['ArrowUp'], name)
            : keys(['ArrowLeft'], ['ArrowRight'], name)
          : keys(['ArrowLeft', 'ArrowDown'], ['ArrowRight', 'ArrowUp'], name),
      ],
    };
  };
  const middle = (domain[0] + domain[1]) / 2;
  const centre = (k: number, update: string): Chart =>
    space === 'torus'
      ? {
          name: `centre${k}`,
          value: 0,
          bind: { input: 'range', min: -3.14, max: 3.14, step: 0.01, name: `seam ${names[k - 1]} ` },
          on: [
            {
              events: 'pointermove',
              update: `held && held[2] && event.buttons ? ${short(wrapped(update))} : centre${k}`,
            },
            { events: 'dblclick', update: `${inside} ? 0 : centre${k}` },
          ],
        }
      : { name: `centre${k}`, value: middle };
  const cell = (value: string) =>
    around
      ? `((floor((${value} - ${domain[0]}) / ${span} * ${side}) % ${side}) + ${side}) % ${side}`
      : `clamp(floor((${value} - ${domain[0]}) / ${span} * ${side}), 0, ${side - 1})`;
  return [
    {
      name: 'held',
      value: null,
      on: [
        { events: 'pointerdown', update: `${inside} ? [x(), y(), event.shiftKey, centre1, centre2] : null` },
        { events: 'pointerup', update: 'null' },
      ],
    },
    coordinate(0),
    ...(isFlat ? [coordinate(1)] : []),
    centre(1, `held[3] - (x() - held[0]) * 2 * PI / size`),
    centre(2, `held[4] + (y() - held[1]) * 2 * PI / size`),
    ...(isFlat
      ? [
          { name: 'column', update: cell('at1') },
          // From the top: the cell of the mirrored coordinate.
          { name: 'row', update: cell(`(${domain[0] + domain[1]} - at2)`) },
          { name: 'frame', update: `row * ${side} + column` },
        ]
      : space === 'slider'
        ? [{ name: 'frame', update: `round((at1 - ${domain[0]}) / ${span} * ${side - 1})` }]
        : [{ name: 'frame', update: cell('at1') }]),
  ];
}

const number = (value: string, digits = 2) => `replace(format(${value}, '.${digits}f'), '-', '−')`;

/** Numbers of the place, and the sentence that tells it without a picture. */
function readoutSignals(plan: Plan, readouts: readonly Readout[]): Chart[] {
  const { names, blocks, square: isFlat } = plan;
  const tables = readouts.flatMap(({ name, values, domain = plan.domain, unit, digits = 1 }, i) => {
    const each = values.length / blocks;
    const n = isFlat ? Math.round(Math.sqrt(each)) : each;
    if (!Number.isInteger(each) || n < 1 || (isFlat && n * n !== each))
      throw new RangeError(
        `'${name}' has ${values.length} values; expected ${blocks} × ${isFlat ? 'n × n' : 'n'} of them`,
      );
    const bad = Array.prototype.findIndex.call(values, (value: number) => !Number.isFinite(value));
    if (bad >= 0)
      throw new RangeError(`value ${bad} of '${name}' is ${values[bad]}; expected finite numbers`);
    const cellAt = (value: string) =>
      plan.space === 'slider'
        ? `clamp((${value} - ${domain[0]}) / ${domain[1] - domain[0]} * ${n - 1}, 0, ${n - 1})`
        : `clamp((${value} - ${domain[0]}) / ${domain[1] - domain[0]} * ${n} - 0.5, 0, ${n - 1})`;
    const table = `table${i}`;
    const corner = (row: string, column: string) => `${table}[block * ${each} + ${row} * ${n} + ${column}]`;
    const between = (low: string, high: string, share: string) =>
      `(${low}) * (1 - ${share}) + (${high}) * ${share}`;
    const [u, v] = [`u${i}`, `v${i}`];
    const [left, right] = [`floor(${u})`, `min(floor(${u}) + 1, ${n - 1})`];
    const [upper, lower] = [`floor(${v})`, `min(floor(${v}) + 1, ${n - 1})`];
    const along = (row: string) => between(corner(row, left), corner(row, right), `(${u} - floor(${u}))`);
    return [
      { name: table, value: Array.from(values, (value) => Number(value.toPrecision(4))) },
      { name: u, update: cellAt('at1') },
      { name: v, update: isFlat ? cellAt(`(${domain[0] + domain[1]} - at2)`) : '0' },
      {
        name: `number${i}`,
        update: isFlat ? between(along(upper), along(lower), `(${v} - floor(${v}))`) : along('0'),
      },
      {
        name: `said${i}`,
        update: `${JSON.stringify(`${name} `)} + ${number(`number${i}`, digits)}${unit ? ` + ${JSON.stringify(` ${unit}`)}` : ''}`,
      },
    ];
  });
  const where = names.map((name, k) => `${JSON.stringify(`${name} = `)} + ${number(`at${k + 1}`)}`);
  return [
    ...tables,
    ...where.map((update, k) => ({ name: `where${k}`, update })),
    {
      name: 'said',
      update: [...names.map((_, k) => `where${k}`), ...readouts.map((_, i) => `said${i}`)].join(" + ', ' + "),
    },
  ];
}

function switches(
  { space, points, letters, frames }: ExplorerData,
  { pointsName = 'test digits' }: ExplorerOptions,
): Chart[] {
  const box = (name: string, label: string): Chart => ({
    name,
    value: true,
    bind: { input: 'checkbox', name: `${label} ` },
  });
  const first = [points ?? []].flat()[0] as Points | undefined;
  const names = first?.labels ? (first.classes ?? digitNames) : undefined;
  return [
    isSquare(space) && frames.images
      ? box('imagesShown', 'decoded images')
      : { name: 'imagesShown', value: false },
    first ? box('pointsShown', pointsName) : { name: 'pointsShown', value: false },
    letters && isSquare(space) ? box('lettersShown', 'letters') : { name: 'lettersShown', value: false },
    names
      ? { name: 'only', value: 'all', bind: { input: 'select', options: ['all', ...names], name: 'only ' } }
      : { name: 'only', value: 'all' },
  ];
}

/** The frames as one picture, or as curves. */
interface Shown {
  signals: Chart[];
  data: Chart[];
  /** The decoded frame. */
  marks: Chart[];
  width: number;
  picture?: { columns: number; rows: number; aspect: number };
}

function framesShown(frames: Frames, { blocks, side, square: isFlat }: Plan): Shown {
  const { images, curves, height = 28, width = 28 } = frames;
  const places = (isFlat ? side * side : side) * blocks;
  if ((images === undefined) === (curves === undefined))
    throw new RangeError('frames need either images or curves');
  if (curves) return curvesShown(curves, places, isFlat ? side * side : side);
  const area = height * width;
  if (images!.length !== places * area) {
    const what = isFlat ? `${side} × ${side}` : `${side}`;
    const times = blocks > 1 ? `${blocks} times ` : '';
    throw new RangeError(`${images!.length} pixels are not ${times}${what} images of ${height} × ${width}`);
  }
  // A row of many would be too wide for a picture: they are laid out in a block.
  const columns = isFlat ? side : Math.ceil(Math.sqrt(side));
  const rows = isFlat ? side : Math.ceil(side / columns);
  const each = isFlat ? side * side : side;
  const laid = new Float32Array(blocks * rows * columns * area);
  for (let block = 0; block < blocks; block++)
    for (let i = 0; i < each * area; i++)
      laid[block * rows * columns * area + i] =
        Math.round(images![block * each * area + i] * LEVELS) / LEVELS;
  const { url } = sprite(laid, { height, width, columns, gap: 0 });
  const aspect = width / height;
  const wide = ZOOM * aspect;
  return {
    signals: [{ name: 'picture', value: url }],
    data: [],
    width: wide,
    picture: { columns, rows, aspect },
    marks: [
      {
        type: 'image',
        ...hidden,
        encode: {
          enter: {
            url: { signal: 'picture' },
            width: { value: columns * wide },
            height: { value: blocks * rows * ZOOM },
            aspect: { value: false },
            smooth: { value: false },
          },
          update: {
            x: { signal: `-(frame % ${columns}) * ${wide}` },
            y: { signal: `-(block * ${rows} + floor(frame / ${columns})) * ${ZOOM}` },
          },
        },
      },
    ],
  };
}

function curvesShown(curves: ArrayLike<number>, places: number, each: number): Shown {
  const length = curves.length / places;
  if (!Number.isInteger(length) || length < 2)
    throw new RangeError(`${curves.length} values are not ${places} curves of two values or more`);
  const rounded = Array.from(curves, (value, i) => {
    if (!Number.isFinite(value))
      throw new RangeError(`value ${i} of the curves is ${value}; expected finite numbers`);
    return Number(value.toPrecision(3));
  });
  const [low, high] = [rounded.reduce((a, b) => Math.min(a, b)), rounded.reduce((a, b) => Math.max(a, b))];
  const scaled = (value: string) => `${ZOOM - 6} - (${value} - ${low}) / ${high - low || 1} * ${ZOOM - 12}`;
  return {
    signals: [{ name: 'curves', value: rounded }],
    data: [
      {
        name: 'curve',
        transform: [
          { type: 'sequence', start: 0, stop: length, as: 'i' },
          { type: 'formula', as: 'value', expr: `curves[(block * ${each} + frame) * ${length} + datum.i]` },
        ],
      },
    ],
    width: ZOOM,
    marks: [
      {
        type: 'line',
        from: { data: 'curve' },
        ...hidden,
        encode: {
          enter: { stroke: { value: '#0072b2' }, strokeWidth: { value: 1.8 } },
          update: {
            x: { signal: `4 + datum.i * ${((ZOOM - 8) / (length - 1)).toFixed(3)}` },
            y: { signal: scaled('datum.value') },
          },
        },
      },
    ],
  };
}

/** Where a coordinate lies in the square, in pixels from the left or the top. */
const across = (plan: Plan, value: string) =>
  plan.space === 'torus'
    ? `((${wrapped(`${value} - centre1`)}) / (2 * PI) + 0.5) * size`
    : `((${value} - centre1) / ${spanOf(plan)} + 0.5) * size`;
const down = (plan: Plan, value: string) =>
  plan.space === 'torus'
    ? `(0.5 - (${wrapped(`${value} - centre2`)}) / (2 * PI)) * size`
    : `(0.5 - (${value} - centre2) / ${spanOf(plan)}) * size`;

const RADIUS = 0.4; // of the circle, as a share of the square

function onSquare(plan: Plan): Chart[] {
  const [px, py] = plan.square
    ? [across(plan, 'datum.t1'), down(plan, 'datum.t2')]
    : [`(0.5 + ${RADIUS} * cos(datum.t1)) * size`, `(0.5 - ${RADIUS} * sin(datum.t1)) * size`];
  return [
    { type: 'formula', as: 'px', expr: px },
    { type: 'formula', as: 'py', expr: py },
  ];
}

/** On a torus the picture of all decoded images is repeated where the square reaches over the seam. */
function squareData(plan: Plan): Chart[] {
  const turns = plan.space === 'torus' ? [-1, 0, 1] : [0];
  const moved = plan.space === 'torus' ? `/ ${TURN} * size` : '* 0';
  return [
    {
      name: 'tiles',
      values: turns.flatMap((i) => turns.map((j) => ({ i, j }))),
      transform: [
        { type: 'formula', as: 'left', expr: `datum.i * size - centre1 ${moved}` },
        { type: 'formula', as: 'top', expr: `datum.j * size + centre2 ${moved}` },
        { type: 'filter', expr: 'abs(datum.left) < size - 0.01 && abs(datum.top) < size - 0.01' },
      ],
    },
    { name: 'edges', values: plan.space === 'torus' ? [{ axis: 1 }, { axis: 2 }] : [] },
  ];
}

/** The clear area that takes the pointer. */
const pad = (height: Chart): Chart => ({
  type: 'rect',
  name: 'pad',
  encode: {
    enter: { fill: { value: 'transparent' }, cursor: { value: 'crosshair' } },
    update: { width: { signal: 'size' }, height },
  },
});

const sized = { width: { signal: 'size' }, height: { signal: 'size' } };
const ring = '#111111';

function dotsOf(points: Points, on: string): Chart {
  return {
    type: 'symbol',
    from: { data: 'points' },
    ...hidden,
    encode: {
      enter: {
        size: { value: 28 },
        fill: { scale: 'colour', field: colourField(points) },
        ...(points.factor ? {} : { shape: { scale: 'shape', field: 'label' } }),
        stroke: { value: 'white' },
        strokeWidth: { value: 0.4 },
      },
      update: {
        x: { field: 'px' },
        y: { field: 'py' },
        opacity: { signal: `${on} && (only == 'all' || only == datum.label) ? 0.85 : 0` },
      },
    },
  };
}

function square(plan: Plan, shown: Shown, points: Points | undefined, letters: Points | undefined): Chart {
  const { side, domain, names, space, blocks } = plan;
  const isTorus = space === 'torus';
  const middle = (k: string, sign: number) =>
    `(${sign > 0 ? domain[0] : domain[1]} + ${sign} * (${k} + 0.5) * ${spanOf(plan) / side})`;
  const turnLabels = { signal: "['0', 'π/2', '±π', '−π/2'][(datum.value % 4 + 4) % 4]" };
  const axis = (orient: string, scale: string, title: string): Chart => ({
    orient,
    scale,
    title,
    tickCount: isTorus ? 4 : 6,
    ...(isTorus ? { tickMinStep: 1, encode: { labels: { update: { text: turnLabels } } } } : {}),
    ...(orient === 'left' ? { titleAngle: 0, titlePadding: 10 } : {}),
  });
  const scale = (name: string, range: Chart[]): Chart => ({
    name,
    range,
    zero: false,
    nice: false,
    // On a torus in quarters of a turn, so that ticks are whole numbers.
    domain: isTorus ? { signal: `[${name} / (PI / 2) - 2, ${name} / (PI / 2) + 2]` } : domain,
  });
  const picture = shown.picture;
  return {
    type: 'group',
    encode: {
      enter: { stroke: { value: quiet } },
      update: { y: { signal: 'squareTop' }, ...sized },
    },
    scales: [
      scale('centre1', [{ value: 0 } as Chart, { signal: 'size' }]),
      scale('centre2', [{ signal: 'size' }, { value: 0 } as Chart]),
    ].map((each) => ({ ...each, range: { signal: each.name === 'centre1' ? '[0, size]' : '[size, 0]' } })),
    axes: [axis('bottom', 'centre1', names[0]), axis('left', 'centre2', names[1])],
    marks: [
      {
        type: 'group',
        encode: {
          enter: { clip: { value: true } },
          // Decoded images are ink on paper, on a dark page as well.
          update: { ...sized, fill: { signal: "imagesShown ? 'white' : 'transparent'" } },
        },
        marks: [
          ...(picture
            ? [
                {
                  type: 'group',
                  from: { data: 'tiles' },
                  ...hidden,
                  encode: {
                    enter: { clip: { value: true } },
                    update: { x: { field: 'left' }, y: { field: 'top' }, ...sized },
                  },
                  marks: [
                    {
                      type: 'image',
                      ...hidden,
                      encode: {
                        enter: { url: { signal: 'picture' }, aspect: { value: false } },
                        update: {
                          y: { signal: '-block * size' },
                          width: { signal: 'size' },
                          height: { signal: `${blocks} * size` },
                          opacity: {
                            signal: 'imagesShown ? (pointsShown || lettersShown ? 0.42 : 0.9) : 0',
                          },
                        },
                      },
                    },
                  ],
                },
              ]
            : []),
          {
            type: 'rule',
            from: { data: 'edges' },
            ...hidden,
            encode: {
              enter: { stroke: { value: quiet }, strokeWidth: { value: 1.5 }, strokeDash: { value: [5, 4] } },
              update: {
                x: { signal: `datum.axis == 1 ? ${across(plan, 'PI')} : 0` },
                x2: { signal: `datum.axis == 1 ? ${across(plan, 'PI')} : size` },
                y: { signal: `datum.axis == 1 ? 0 : ${down(plan, 'PI')}` },
                y2: { signal: `datum.axis == 1 ? size : ${down(plan, 'PI')}` },
                opacity: { signal: '(datum.axis == 1 ? centre1 : centre2) == 0 ? 0 : 0.9' },
              },
            },
          },
          ...(points ? [dotsOf(points, 'pointsShown')] : []),
          ...(letters
            ? [
                {
                  type: 'text',
                  from: { data: 'letters' },
                  ...hidden,
                  encode: {
                    enter: {
                      text: { field: 'label' },
                      fill: { value: letterColour },
                      fontWeight: { value: 'bold' },
                      fontSize: { value: 12 },
                      align: { value: 'center' },
                      baseline: { value: 'middle' },
                    },
                    update: {
                      x: { field: 'px' },
                      y: { field: 'py' },
                      opacity: { signal: 'lettersShown ? 1 : 0' },
                    },
                  },
                },
              ]
            : []),
          // The cell whose frame is shown, in black with white around it, and the place itself.
          ...[
            { stroke: 'white', width: 5 },
            { stroke: ring, width: 2 },
          ].map(({ stroke, width }) => ({
            type: 'rect',
            ...hidden,
            encode: {
              enter: {
                stroke: { value: stroke },
                strokeWidth: { value: width },
                fill: { value: 'transparent' },
              },
              update: {
                width: { signal: `size / ${side}` },
                height: { signal: `size / ${side}` },
                x: { signal: `${across(plan, middle('column', 1))} - size / ${2 * side}` },
                y: { signal: `${down(plan, middle('row', -1))} - size / ${2 * side}` },
              },
            },
          })),
          pad({ signal: 'size' }),
        ],
      },
    ],
  };
}

function circle(plan: Plan, points: Points | undefined, hasArcs: boolean): Chart {
  const onCircle = (angle: string, radius: number) => ({
    x: { signal: `(0.5 + ${radius} * cos(${angle})) * size` },
    y: { signal: `(0.5 - ${radius} * sin(${angle})) * size` },
  });
  const names = ['0', 'π/2', '±π', '−π/2'].map((text, i) => ({ text, angle: (i * Math.PI) / 2 }));
  return {
    type: 'group',
    encode: { update: { y: { signal: 'squareTop' }, ...sized } },
    marks: [
      {
        type: 'arc',
        ...hidden,
        encode: {
          enter: {
            startAngle: { value: 0 },
            endAngle: { value: TURN },
            stroke: { value: quiet },
            fill: { value: 'transparent' },
          },
          update: {
            x: { signal: 'size / 2' },
            y: { signal: 'size / 2' },
            innerRadius: { signal: `${RADIUS} * size` },
            outerRadius: { signal: `${RADIUS} * size` },
          },
        },
      },
      ...names.map(({ text, angle }) => ({
        type: 'text',
        style: 'guide-label',
        ...hidden,
        encode: {
          enter: {
            text: { value: text },
            align: { value: 'center' },
            baseline: { value: 'middle' },
            fontSize: { value: 12 },
          },
          update: onCircle(String(angle), RADIUS + 0.07),
        },
      })),
      ...(hasArcs && points
        ? [
            {
              type: 'arc',
              from: { data: 'points' },
              ...hidden,
              encode: {
                enter: { fill: { scale: 'colour', field: colourField(points) } },
                update: {
                  x: { signal: 'size / 2' },
                  y: { signal: 'size / 2' },
                  // Vega's angles run clockwise from the top.
                  startAngle: { signal: 'PI / 2 - datum.t1 - min(datum.half, PI)' },
                  endAngle: { signal: 'PI / 2 - datum.t1 + min(datum.half, PI)' },
                  innerRadius: { signal: `${RADIUS} * size * (0.94 - 0.6 * datum.share) - 1` },
                  outerRadius: { signal: `${RADIUS} * size * (0.94 - 0.6 * datum.share) + 1` },
                  opacity: { signal: 'pointsShown ? 0.8 : 0' },
                },
              },
            },
          ]
        : []),
      ...(points ? [dotsOf(points, 'pointsShown')] : []),
      {
        type: 'symbol',
        ...hidden,
        encode: {
          enter: {
            fill: { value: 'transparent' },
            stroke: { value: '#d55e00' },
            strokeWidth: { value: 3 },
            size: { value: 260 },
          },
          update: onCircle('at1', RADIUS),
        },
      },
      {
        type: 'text',
        style: 'guide-title',
        ...hidden,
        encode: {
          enter: {
            text: { value: plan.names[0] },
            align: { value: 'center' },
            baseline: { value: 'middle' },
          },
          update: { x: { signal: 'size / 2' }, y: { signal: 'size / 2' } },
        },
      },
      pad({ signal: 'size' }),
    ],
  };
}

/** A slider's frames side by side, with a mark at the one that is shown. */
function strip(plan: Plan, shown: Shown): Chart {
  const { side, domain, names } = plan;
  const count = Math.min(side, 9);
  const thumbs = Array.from({ length: count }, (_, i) =>
    Math.round((i * (side - 1)) / Math.max(1, count - 1)),
  );
  const picture = shown.picture;
  const thumb = 36;
  const place = `(at1 - ${domain[0]}) / ${spanOf(plan)} * size`;
  return {
    type: 'group',
    encode: { update: { y: { signal: 'squareTop' }, width: { signal: 'size' }, height: { value: STRIP } } },
    scales: [{ name: 'along', domain, range: { signal: '[0, size]' }, zero: false, nice: false }],
    axes: [{ orient: 'bottom', scale: 'along', title: names[0], tickCount: 6 }],
    marks: [
      ...(picture
        ? thumbs.map((frame) => ({
            type: 'group',
            ...hidden,
            encode: {
              enter: {
                clip: { value: true },
                y: { value: 4 },
                width: { value: thumb * picture.aspect },
                height: { value: thumb },
              },
              update: {
                x: {
                  signal: `clamp(${frame / Math.max(1, side - 1)} * size - ${(thumb * picture.aspect) / 2}, 0, size - ${thumb * picture.aspect})`,
                },
              },
            },
            marks: [
              {
                type: 'image',
                ...hidden,
                encode: {
                  enter: {
                    url: { signal: 'picture' },
                    aspect: { value: false },
                    width: { value: picture.columns * thumb * picture.aspect },
                    height: { value: plan.blocks * picture.rows * thumb },
                  },
                  update: {
                    x: { value: -(frame % picture.columns) * thumb * picture.aspect },
                    y: {
                      signal: `-(block * ${picture.rows} + ${Math.floor(frame / picture.columns)}) * ${thumb}`,
                    },
                  },
                },
              },
            ],
          }))
        : []),
      {
        type: 'rule',
        ...hidden,
        encode: {
          enter: { stroke: { value: '#d55e00' }, strokeWidth: { value: 3 } },
          update: {
            x: { signal: place },
            x2: { signal: place },
            y: { value: 0 },
            y2: { value: STRIP },
          },
        },
      },
      pad({ value: STRIP } as Chart),
    ],
  };
}

/** What stands in the key: classes in their colours. */
const keyOf = (points: Points | undefined) =>
  points?.labels ? (points.classes ?? digitNames).map((label, i) => ({ label, i })) : [];

/** The frame of the place; coordinates, numbers and the key of colours beside it. */
function beside(
  plan: Plan,
  shown: Shown,
  readouts: readonly Readout[],
  points: Points | undefined,
  letters: Points | undefined,
  pointsName = 'test digits',
): Chart {
  const left = shown.width + 16;
  const line = (y: number, text: Chart, more: Chart = {}): Chart => ({
    type: 'text',
    style: 'guide-label',
    ...hidden,
    encode: {
      enter: {
        x: { value: left },
        y: { value: y },
        fontSize: { value: 13 },
        baseline: { value: 'top' },
        ...more,
      },
      update: { text },
    },
  });
  const names = [...new Set(Array.from(letters?.labels ?? [], (label) => letters?.classes?.[label]))].sort();
  const said = [...plan.names.map((_, k) => `where${k}`), ...readouts.map((_, i) => `said${i}`)];
  const keyTop = Math.max(48, said.length * 18 + 6);
  const perRow = 5;
  const cellAt = (offset: number) => ({
    x: { signal: `${left + offset} + (datum.i % ${perRow}) * 30` },
    y: { signal: `${keyTop + 24} + floor(datum.i / ${perRow}) * 17` },
  });
  const keyed = points?.labels && (points.classes ?? digitNames).length <= 10;
  return {
    type: 'group',
    encode: {
      update: { x: { signal: 'besideLeft' }, width: { value: SIDE }, height: { value: ZOOM } },
    },
    marks: [
      {
        type: 'group',
        name: 'window',
        encode: {
          enter: {
            width: { value: shown.width },
            height: { value: ZOOM },
            clip: { value: true },
            fill: { value: 'white' },
          },
        },
        marks: shown.marks,
      },
      {
        type: 'rect',
        ...hidden,
        encode: {
          enter: { width: { value: shown.width }, height: { value: ZOOM }, stroke: { value: quiet } },
        },
      },
      ...said.map((signal, i) => line(i * 18, { signal })),
      ...(keyed
        ? [
            line(keyTop, { value: pointsName } as Chart, { fill: { value: quiet } }),
            {
              type: 'symbol',
              from: { data: 'key' },
              ...hidden,
              encode: {
                enter: { ...cellAt(4), size: { value: 70 }, fill: { scale: 'colour', field: 'label' } },
              },
            },
            {
              type: 'text',
              style: 'guide-label',
              from: { data: 'key' },
              ...hidden,
              encode: {
                enter: {
                  ...cellAt(12),
                  text: { field: 'label' },
                  baseline: { value: 'middle' },
                  fontSize: { value: 13 },
                },
              },
            },
          ]
        : []),
      ...(names.length
        ? [
            line(ZOOM - 14, { value: `letters ${names.join(', ')}` } as Chart, {
              fill: { value: letterColour },
              fontWeight: { value: 'bold' },
            }),
          ]
        : []),
    ],
    ...(points?.factor
      ? {
          legends: [
            {
              fill: 'colour',
              type: 'gradient',
              title: points.factor.name,
              orient: 'none',
              legendX: left,
              legendY: keyTop,
              direction: 'horizontal',
              gradientLength: 120,
            },
          ],
        }
      : {}),
  };
}

const fieldsWithArcs = (fields: string[], arcs: ExplorerData['arcs']) =>
  arcs ? [...fields, 'half', 'share'] : fields;

/** Points of a circle with half-widths and their order as further columns. */
function withArcs(points: readonly Points[], arcs: ExplorerData['arcs']): Points[] {
  if (!arcs) return [...points];
  const sets = (typeof arcs[0] === 'number' ? [arcs] : arcs) as readonly ArrayLike<number>[];
  return points.map((set, block) => {
    const own = sets[block];
    const count = set.points.length;
    if (own?.length !== count)
      throw new RangeError(`there are ${own?.length} arcs for ${count} points of choice ${block}`);
    return {
      ...set,
      points: Array.from({ length: 3 * count }, (_, k) => {
        const i = Math.floor(k / 3);
        return [set.points[i], own[i], (i + 0.5) / count][k % 3];
      }),
    };
  });
}
