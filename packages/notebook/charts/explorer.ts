import type { Chart } from './chart';
import { letterColour } from './palettes';
import { digits as digitNames, type Points } from './points';
import { sprite } from './sprite';
import { classScale, pointData, torus3dParts, vegaTheme } from './torus-3d';

const SIZE = 400; // of the square
const RIGHT = SIZE + 48; // where the second column begins
const ZOOM = 126; // side of the decoded image
const SPACE = { width: 360, height: 266 }; // of the torus in space
/**
 * Levels of grey that are kept: as many as an eye tells apart in small images, a third of the bytes of all.
 */
const LEVELS = 15;

export interface TorusExplorerData {
  /**
   * Decoded images at the centres of `side` × `side` cells, [side · side, height × width], 0 … 1: row i from
   * the top holds θ₂ = π − (i + ½)·2π/side, column j in it θ₁ = −π + (j + ½)·2π/side (`explorerGrid`).
   */
  readonly images: ArrayLike<number>;
  readonly side: number;
  readonly height: number;
  readonly width: number;
  /** Encodings of digits and of letters: [n, 2] angles in radians, with labels. */
  readonly digits: Points;
  readonly letters: Points;
}

/** The angles of the explorer's decoded images: [side · side, 2], row by row from the top. */
export function explorerGrid(side: number): Float32Array {
  const step = (2 * Math.PI) / side;
  return Float32Array.from({ length: 2 * side * side }, (_, k) => {
    const i = k >> 1;
    return k % 2 ? Math.PI - (Math.floor(i / side) + 0.5) * step : -Math.PI + ((i % side) + 0.5) * step;
  });
}

/**
 * The torus to be explored without a kernel: the pointer (or two sliders) chooses angles, the decoded image
 * is shown and the place is ringed on a torus in space, which can be turned. Dragging moves the square over
 * the torus, so that the seam wanders through it. Decoded images, digits and letters can be switched on and
 * off. In Vega 5.
 * @throws RangeError if the images are not side² of them
 */
export function torusExplorer({ images, side, height, width, digits, letters }: TorusExplorerData): Chart {
  if (images.length !== side * side * height * width) {
    throw new RangeError(`${images.length} pixels are not ${side} × ${side} images of ${height} × ${width}`);
  }
  const levels = Float32Array.from(images, (value) => Math.round(value * LEVELS) / LEVELS);
  const { url } = sprite(levels, { height, width, columns: side, gap: 0 });
  const space = torus3dParts(
    'digits',
    { ...SPACE, yaw: 0.5, pitch: 0.8 },
    {
      letters: 'letters',
      shown: { points: 'digitsShown', letters: 'lettersShown' },
      marker: ['theta1', 'theta2'],
    },
  );
  return {
    $schema: 'https://vega.github.io/schema/vega/v5.json',
    config: vegaTheme,
    width: RIGHT + SPACE.width,
    height: SIZE,
    padding: 8,
    signals: [
      { name: 'picture', value: url },
      ...signals(side),
      ...space.signals.map(movedTo(RIGHT, SIZE - SPACE.height)),
    ],
    data: [
      pointData('digits', digits, onSquare),
      pointData('letters', letters, onSquare),
      {
        name: 'tiles',
        values: [-1, 0, 1].flatMap((i) => [-1, 0, 1].map((j) => ({ i, j }))),
        transform: tiles,
      },
      { name: 'edges', values: [{ axis: 1 }, { axis: 2 }] },
      { name: 'key', values: (digits.classes ?? digitNames).map((label, i) => ({ label, i })) },
      ...space.data,
    ],
    scales: [classScale(digits.classes)],
    marks: [
      square(side),
      decoded(side, letters),
      {
        type: 'group',
        encode: {
          enter: {
            x: { value: RIGHT },
            y: { value: SIZE - SPACE.height },
            width: { value: SPACE.width },
            height: { value: SPACE.height },
          },
        },
        marks: space.marks,
      },
    ],
  };
}

const wrapped = (angle: string) => `(${angle}) - 2 * PI * floor(((${angle}) + PI) / (2 * PI))`;
/** Where an angle lies in the square, in pixels from the left or the top. */
const across = (angle: string) => `((${wrapped(`${angle} - centre1`)}) / (2 * PI) + 0.5) * ${SIZE}`;
const down = (angle: string) => `(0.5 - (${wrapped(`${angle} - centre2`)}) / (2 * PI)) * ${SIZE}`;

const onSquare: Chart[] = [
  { type: 'formula', as: 'px', expr: across('datum.t1') },
  { type: 'formula', as: 'py', expr: down('datum.t2') },
];

/** The picture of all decoded images is repeated where the square reaches over the seam. */
const tiles: Chart[] = [
  { type: 'formula', as: 'left', expr: `datum.i * ${SIZE} - centre1 / (2 * PI) * ${SIZE}` },
  { type: 'formula', as: 'top', expr: `datum.j * ${SIZE} + centre2 / (2 * PI) * ${SIZE}` },
  { type: 'filter', expr: `abs(datum.left) < ${SIZE} - 0.01 && abs(datum.top) < ${SIZE} - 0.01` },
];

function signals(side: number): Chart[] {
  const angle = (name: string, label: string, update: string, value: number): Chart => ({
    name,
    value,
    bind: { input: 'range', min: -3.14, max: 3.14, step: 0.01, name: label },
    on: [
      {
        events: '@pad:pointermove, @pad:pointerdown',
        update: `event.buttons && event.type == 'pointermove' ? ${name} : round(100 * (${wrapped(update)})) / 100`,
      },
    ],
  });
  const drag = '[@pad:pointerdown, pointerup] > pointermove[event.buttons]';
  const centre = (name: string, update: string): Chart => ({
    name,
    value: 0,
    on: [
      { events: drag, update: wrapped(update) },
      { events: '@pad:dblclick', update: '0' },
    ],
  });
  const box = (name: string, label: string): Chart => ({
    name,
    value: true,
    bind: { input: 'checkbox', name: label },
  });
  const turn = `2 * PI / ${SIZE}`;
  return [
    {
      name: 'hold',
      value: [0, 0, 0, 0],
      on: [{ events: '@pad:pointerdown', update: '[x(), y(), centre1, centre2]' }],
    },
    centre('centre1', `hold[2] - (x() - hold[0]) * ${turn}`),
    centre('centre2', `hold[3] + (y() - hold[1]) * ${turn}`),
    angle('theta1', 'θ₁ ', `centre1 + (x() - ${SIZE / 2}) * ${turn}`, 0.4),
    angle('theta2', 'θ₂ ', `centre2 - (y() - ${SIZE / 2}) * ${turn}`, 0.4),
    { name: 'column', update: `(floor((theta1 + PI) / (2 * PI) * ${side}) + ${side}) % ${side}` },
    { name: 'row', update: `(floor((PI - theta2) / (2 * PI) * ${side}) + ${side}) % ${side}` },
    box('imagesShown', 'decoded images '),
    box('digitsShown', 'test digits '),
    box('lettersShown', 'letters '),
    {
      name: 'only',
      value: 'all',
      bind: { input: 'select', options: ['all', ...digitNames], name: 'digit ' },
    },
  ];
}

/**
 * Expressions of a part that is moved to another place: the pointer's x() and y() are those of the whole
 * chart.
 */
const movedTo =
  (x: number, y: number) =>
  (signal: Chart): Chart =>
    JSON.parse(JSON.stringify(signal).replaceAll('x()', `(x() - ${x})`).replaceAll('y()', `(y() - ${y})`));

const hidden = { interactive: false };

function square(side: number): Chart {
  const cell = SIZE / side;
  const middle = (k: string, sign: string) => `${sign}(-PI + (${k} + 0.5) * 2 * PI / ${side})`;
  const axis = (orient: string, scale: string, title: string): Chart => ({
    orient,
    scale,
    title,
    tickMinStep: 1,
    tickCount: 4,
    ...(orient === 'left' ? { titleAngle: 0, titlePadding: 10 } : {}),
    encode: {
      labels: { update: { text: { signal: "['0', 'π/2', '±π', '−π/2'][(datum.value % 4 + 4) % 4]" } } },
    },
  });
  const quarters = (name: string, range: number[]): Chart => ({
    // in quarters of a turn, so that ticks are whole numbers
    name,
    range,
    zero: false,
    nice: false,
    domain: { signal: `[${name} / (PI / 2) - 2, ${name} / (PI / 2) + 2]` },
  });
  return {
    type: 'group',
    encode: { enter: { width: { value: SIZE }, height: { value: SIZE }, stroke: { value: '#8c8c8c' } } },
    scales: [quarters('centre1', [0, SIZE]), quarters('centre2', [SIZE, 0])],
    axes: [axis('bottom', 'centre1', 'θ₁'), axis('left', 'centre2', 'θ₂')],
    marks: [
      {
        type: 'group',
        encode: { enter: { width: { value: SIZE }, height: { value: SIZE }, clip: { value: true } } },
        marks: [
          {
            type: 'image',
            from: { data: 'tiles' },
            ...hidden,
            encode: {
              enter: {
                url: { signal: 'picture' },
                width: { value: SIZE },
                height: { value: SIZE },
                aspect: { value: false },
              },
              update: {
                x: { field: 'left' },
                y: { field: 'top' },
                opacity: { signal: 'imagesShown ? (digitsShown || lettersShown ? 0.42 : 0.9) : 0' },
              },
            },
          },
          {
            type: 'rule',
            from: { data: 'edges' },
            ...hidden,
            encode: {
              enter: { stroke: { value: '#2b2b2b' }, strokeDash: { value: [5, 4] } },
              update: {
                x: { signal: `datum.axis == 1 ? ${across('PI')} : 0` },
                x2: { signal: `datum.axis == 1 ? ${across('PI')} : ${SIZE}` },
                y: { signal: `datum.axis == 1 ? 0 : ${down('PI')}` },
                y2: { signal: `datum.axis == 1 ? ${SIZE} : ${down('PI')}` },
                opacity: { signal: '(datum.axis == 1 ? centre1 : centre2) == 0 ? 0 : 0.7' },
              },
            },
          },
          {
            type: 'symbol',
            from: { data: 'digits' },
            ...hidden,
            encode: {
              enter: {
                size: { value: 28 },
                fill: { scale: 'classes', field: 'label' },
                stroke: { value: 'white' },
                strokeWidth: { value: 0.4 },
              },
              update: {
                x: { field: 'px' },
                y: { field: 'py' },
                opacity: { signal: "digitsShown && (only == 'all' || only == datum.label) ? 0.85 : 0" },
              },
            },
          },
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
              update: { x: { field: 'px' }, y: { field: 'py' }, opacity: { signal: 'lettersShown ? 1 : 0' } },
            },
          },
          {
            type: 'rect',
            ...hidden, // the cell whose image is shown
            encode: {
              enter: {
                width: { value: cell },
                height: { value: cell },
                stroke: { value: '#111111' },
                strokeWidth: { value: 2 },
                fill: { value: 'transparent' },
              },
              update: {
                x: { signal: `${across(middle('column', ''))} - ${cell / 2}` },
                y: { signal: `${down(middle('row', '-'))} - ${cell / 2}` },
              },
            },
          },
          {
            type: 'rect',
            name: 'pad',
            encode: {
              enter: {
                width: { value: SIZE },
                height: { value: SIZE },
                fill: { value: 'transparent' },
                cursor: { value: 'crosshair' },
              },
            },
          },
        ],
      },
    ],
  };
}

/**
 * The image of the chosen cell: a window on the picture of all of them; angles and the key of colours
 * beside it.
 */
function decoded(side: number, letters: Points): Chart {
  const line = (y: number, text: Chart, fill = '#2b2b2b', fontSize = 13): Chart => ({
    type: 'text',
    ...hidden,
    encode: {
      enter: {
        x: { value: ZOOM + 20 },
        y: { value: y },
        fill: { value: fill },
        fontSize: { value: fontSize },
        baseline: { value: 'top' },
      },
      update: { text: text },
    },
  });
  const number = (name: string) => `replace(format(${name}, '.2f'), '-', '−')`;
  return {
    type: 'group',
    encode: { enter: { x: { value: RIGHT }, width: { value: SPACE.width }, height: { value: ZOOM } } },
    marks: [
      {
        type: 'group',
        name: 'window',
        encode: { enter: { width: { value: ZOOM }, height: { value: ZOOM }, clip: { value: true } } },
        marks: [
          {
            type: 'image',
            ...hidden,
            encode: {
              enter: {
                url: { signal: 'picture' },
                width: { value: side * ZOOM },
                height: { value: side * ZOOM },
                aspect: { value: false },
                smooth: { value: false },
              },
              update: { x: { signal: `-column * ${ZOOM}` }, y: { signal: `-row * ${ZOOM}` } },
            },
          },
        ],
      },
      {
        type: 'rect',
        ...hidden,
        encode: { enter: { width: { value: ZOOM }, height: { value: ZOOM }, stroke: { value: '#8c8c8c' } } },
      },
      line(0, { signal: `'Decoded at θ₁ = ' + ${number('theta1')} + ', θ₂ = ' + ${number('theta2')}` }),
      line(20, { value: `(the nearest of ${side} × ${side} places)` }, '#6b6b6b', 12),
      line(46, { value: 'Test digits' }),
      {
        type: 'symbol',
        from: { data: 'key' },
        ...hidden,
        encode: {
          enter: {
            x: { signal: `${ZOOM + 26} + (datum.i % 5) * 40` },
            y: { signal: '73 + floor(datum.i / 5) * 20' },
            size: { value: 70 },
            fill: { scale: 'classes', field: 'label' },
          },
        },
      },
      {
        type: 'text',
        from: { data: 'key' },
        ...hidden,
        encode: {
          enter: {
            x: { signal: `${ZOOM + 35} + (datum.i % 5) * 40` },
            y: { signal: '73 + floor(datum.i / 5) * 20' },
            text: { field: 'label' },
            baseline: { value: 'middle' },
            fontSize: { value: 13 },
          },
        },
      },
      line(
        108,
        {
          value: `Letters ${[...new Set(Array.from(letters.labels ?? [], (l) => letters.classes?.[l]))].sort().join(', ')}`,
        },
        letterColour,
      ),
    ],
  };
}
