import { type Chart, seriesColours, spaceColours } from '@latent-torus/notebook';
import { bestOf, type SpaceMap } from './space-maps';

const PLACES: readonly (readonly [number, number])[] = [
  [0, 1],
  [-1, -0.7],
  [1, -0.7],
];

/** Three latent spaces and the six maps between them as arrows, each with its family and ∆: thesis, figure 9.2. */
export function mapDiagram(maps: readonly SpaceMap[]): Chart {
  const names = [...new Set(maps.map(({ from }) => from))];
  if (names.length !== 3) throw new RangeError(`there are ${names.length} spaces; the diagram has three`);
  const at = (name: string) => PLACES[names.indexOf(name)];
  const colours = names.map((_, i) => [spaceColours.circle, spaceColours.plane, seriesColours[6]][i]);
  const arrows = maps.map((map) => {
    const [[x1, y1], [x2, y2]] = [at(map.from), at(map.to)];
    const length = Math.hypot(x2 - x1, y2 - y1);
    const [u, v] = [(x2 - x1) / length, (y2 - y1) / length];
    const side = 0.09; // both directions next to one another
    const end = (share: number) => [x1 + share * (x2 - x1) - side * v, y1 + share * (y2 - y1) + side * u];
    const [from, to, label] = [end(0.16), end(0.84), end(0.5)];
    return {
      x: from[0],
      y: from[1],
      x2: to[0],
      y2: to[1],
      lx: label[0] - 0.2 * v,
      ly: label[1] + 0.13 * u,
      angle: (Math.atan2(u, v) * 180) / Math.PI,
      text: `${map.family}: ${bestOf(map).delta.value.toPrecision(3)}`,
    };
  });
  const scale = (field: string, low: number, high: number) => ({
    field,
    type: 'quantitative',
    axis: null,
    scale: { domain: [low, high], nice: false, zero: false },
  });
  const [x, y] = [(field: string) => scale(field, -1.5, 1.5), (field: string) => scale(field, -1.05, 1.3)];
  return {
    width: 460,
    height: 340,
    view: { stroke: null },
    layer: [
      {
        data: { values: arrows },
        mark: { type: 'rule', strokeWidth: 1.5, color: '#8c8c8c' },
        encoding: { x: x('x'), y: y('y'), x2: { field: 'x2' }, y2: { field: 'y2' } },
      },
      {
        data: { values: arrows },
        mark: { type: 'point', shape: 'triangle', filled: true, size: 90, color: '#8c8c8c', opacity: 1 },
        encoding: {
          x: x('x2'),
          y: y('y2'),
          angle: { field: 'angle', type: 'quantitative', scale: null },
        },
      },
      {
        data: { values: arrows },
        mark: { type: 'text', fontSize: 13 },
        encoding: { x: x('lx'), y: y('ly'), text: { field: 'text' } },
      },
      {
        data: { values: names.map((name) => ({ name, x: at(name)[0], y: at(name)[1] })) },
        mark: { type: 'text', fontSize: 20, fontWeight: 'bold' },
        encoding: {
          x: x('x'),
          y: y('y'),
          text: { field: 'name' },
          color: { field: 'name', type: 'nominal', legend: null, scale: { domain: names, range: colours } },
        },
      },
    ],
  };
}
