import assert from 'node:assert/strict';
import {
  digitColours,
  groupColours,
  heatColours,
  letterColour,
  lossColours,
  phaseColours,
  printedColours,
  seriesColours,
} from '../../../packages/notebook/charts';
import { difference, lab, vision } from './colour';

function closest(colours: readonly string[], seen: string): number {
  const labs = colours.map((colour) => lab(colour, seen));
  return Math.min(...labs.flatMap((a, i) => labs.slice(0, i).map((b) => difference(a, b))));
}

describe('the measure of colour difference', () => {
  it('gives the published values of Sharma, Wu and Dalal', () => {
    const pairs: [[number, number, number], [number, number, number], number][] = [
      [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
      [[50, 2.5, 0], [73, 25, -18], 27.1492],
      [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
      [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
      [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
    ];
    for (const [a, b, expected] of pairs)
      assert.ok(Math.abs(difference(a, b) - expected) < 1e-4, `${a} and ${b}`);
  });
});

describe('the colours of the course', () => {
  // 2.3 is a just noticeable difference; four times that keeps small points apart.
  const sets = {
    'the digits': [digitColours, 11],
    'the groups': [Object.values(groupColours), 11],
    'printed and right': [Object.values(printedColours), 30],
    'the series': [seriesColours, 9],
    'the steps of the loss': [lossColours, 8],
  } as const;
  for (const [name, [colours, least]] of Object.entries(sets)) {
    for (const seen of Object.keys(vision)) {
      it(`keep ${name} apart to ${seen === 'normal' ? 'normal vision' : `those with ${seen}`}`, () => {
        const found = closest(colours, seen);
        assert.ok(found >= least, `two of them differ by only ${found.toFixed(1)}`);
      });
    }
  }

  it('are all seen on white', () => {
    for (const colour of [...digitColours, ...seriesColours, letterColour, ...Object.values(groupColours)]) {
      assert.ok(difference(lab(colour), lab('#ffffff')) > 12, colour);
    }
  });

  it('go from light to dark for quantities', () => {
    for (const colours of [lossColours, heatColours]) {
      const lightness = colours.map((colour) => lab(colour)[0]);
      assert.deepEqual(
        lightness,
        [...lightness].sort((a, b) => b - a),
      );
    }
  });

  it('go around evenly for phase, the last next to the first', () => {
    const labs = phaseColours(24).map((colour) => lab(colour));
    const steps = labs.map((colour, i) => difference(colour, labs[(i + 1) % 24]));
    assert.ok(
      Math.max(...steps) < 3 * Math.min(...steps),
      `steps from ${Math.min(...steps)} to ${Math.max(...steps)}`,
    );
    const lightness = labs.map(([l]) => l);
    assert.ok(Math.max(...lightness) - Math.min(...lightness) < 12, 'no phase stands out');
  });
});
