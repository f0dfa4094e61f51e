import assert from 'node:assert/strict';
import {
  classShapes,
  digitColours,
  groupColours,
  heatColours,
  letterColour,
  lossColours,
  phaseColours,
  printedColours,
  seriesColours,
  sourceColours,
  spaceColours,
  verdictColours,
  verdictMarks,
} from '../../../packages/notebook/charts';
import { classColours, shapesOf } from '../../../packages/notebook/charts/points';
import { quiet } from '../../../packages/notebook/charts/theme';
import { contrast, difference, lab, vision } from './colour';

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
    'the digits': [digitColours, 10],
    'sources and groups of letters, which stand in one chart,': [
      [...new Set([...Object.values(sourceColours), ...Object.values(groupColours)])],
      10,
    ],
    'latent spaces': [Object.values(spaceColours), 10],
    'printed and right': [Object.values(printedColours), 20],
    verdicts: [Object.values(verdictColours), 10],
    'the series': [seriesColours, 9],
    'the steps of the loss': [lossColours, 8],
  } as const;
  const eyes = Object.keys(vision).filter((seen) => seen !== 'grey');
  for (const [name, [colours, least]] of Object.entries(sets)) {
    for (const seen of eyes) {
      it(`keep ${name} apart to ${seen === 'normal' ? 'normal vision' : `those with ${seen}`}`, () => {
        const found = closest(colours, seen);
        assert.ok(found >= least, `two of them differ by only ${found.toFixed(1)}`);
      });
    }
  }

  it('differ by ten or more from the next of their set, to every eye', () => {
    // Muted digits are background, and quantities a scale: those go by lightness.
    const all = [
      digitColours,
      sourceColours,
      groupColours,
      spaceColours,
      printedColours,
      verdictColours,
      seriesColours,
    ];
    for (const colours of all.map((set) => Object.values(set) as string[]))
      for (const seen of eyes)
        colours.slice(1).forEach((colour, i) => {
          const found = difference(lab(colour, seen), lab(colours[i], seen));
          assert.ok(found >= 10, `${colours[i]} and ${colour} differ by ${found.toFixed(1)} to ${seen}`);
        });
  });

  for (const digits of [
    [3, 5, 8],
    [4, 7, 9],
  ]) {
    it(`keep the neighbours ${digits.join(', ')} apart to everybody, most of all, and in grey`, () => {
      const own = digits.map((digit) => digitColours[digit]);
      for (const seen of Object.keys(vision)) {
        const found = closest(own, seen);
        assert.ok(found >= (seen === 'grey' ? 10 : 20), `${seen}: ${found.toFixed(1)}`);
      }
    });
  }

  it('tell twenty classes apart by colour and shape', () => {
    const looks = classColours(20).map((colour, i) => colour + shapesOf(20)[i]);
    assert.equal(new Set(looks).size, 20);
    assert.equal(new Set(shapesOf(40)).size, classShapes.length);
  });

  it('give every verdict a mark of its own', () => {
    assert.deepEqual(Object.keys(verdictMarks), Object.keys(verdictColours));
    assert.equal(new Set(Object.values(verdictMarks)).size, Object.keys(verdictColours).length);
  });

  it('mean one thing: no group shares a colour with another', () => {
    const all = [digitColours, sourceColours, spaceColours, printedColours, verdictColours].flatMap((set) =>
      Object.values(set as Record<string, string>),
    );
    assert.equal(new Set(all).size, all.length);
  });

  it('are all seen on white and on the dark grey of JupyterLab', () => {
    const named = [digitColours, seriesColours, groupColours, sourceColours, spaceColours, verdictColours];
    for (const colour of [...named.flatMap((set) => Object.values(set) as string[]), letterColour]) {
      for (const background of ['#ffffff', '#333333'])
        assert.ok(contrast(colour, background) >= 1.45, `${colour} on ${background}`);
    }
  });

  it('rule and write quietly at three to one on both', () => {
    for (const background of ['#ffffff', '#333333']) assert.ok(contrast(quiet, background) >= 3, background);
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
