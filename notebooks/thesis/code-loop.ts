// Whether codes of consecutive phases form a loop: what the thesis' prose reads off Figures 5.4 and 7.1.

import { windingOf, wrapped } from './loop';

/** How the codes of evenly spaced phases, visited in order and round, lie. */
export interface CodeLoop {
  /** The longest step between consecutive codes as a share of the way round (even steps: 1/count). */
  longestStep: number;
  /** The share of steps that go the way most steps go (a loop without a knot: 1). */
  sameWay: number;
  /** How often the codes go round: ±1 for a loop. Round their centre in the plane, round the circle for angles. */
  winding: number;
  /** For angles: 1 minus the widest gap between neighbouring codes over 2π. For the plane: the same of angles about the centre. */
  covered: number;
}

const TURN = 2 * Math.PI;

/**
 * @param codes [count] angles, or [count, 2] points of a plane, row by row, in the order of the phases
 * @param count how many phases
 */
export function loopOf(codes: ArrayLike<number>, count: number): CodeLoop {
  const plane = codes.length === 2 * count;
  if (!plane && codes.length !== count)
    throw new RangeError(`loopOf: ${codes.length} numbers for ${count} phases; expected one or two for each`);
  const at = (i: number) => [codes[2 * (i % count)], codes[2 * (i % count) + 1]] as const;
  const places = Array.from({ length: count }, (_, i) => i);
  const centre = plane
    ? [0, 1].map((axis) => places.reduce((sum, i) => sum + at(i)[axis], 0) / count)
    : [0, 0];
  const angles = places.map((i) =>
    plane ? Math.atan2(at(i)[1] - centre[1], at(i)[0] - centre[0]) : codes[i],
  );
  const turns = places.map((i) => wrapped(angles[(i + 1) % count] - angles[i]));
  const steps = plane
    ? places.map((i) => Math.hypot(at(i + 1)[0] - at(i)[0], at(i + 1)[1] - at(i)[1]))
    : turns.map(Math.abs);
  const sorted = angles.map((angle) => angle - TURN * Math.floor(angle / TURN)).sort((a, b) => a - b);
  const gaps = sorted.map((angle, i) => (i + 1 < count ? sorted[i + 1] - angle : sorted[0] + TURN - angle));
  const forward = turns.filter((turn) => turn > 0).length / count;
  return {
    longestStep: Math.max(...steps) / (steps.reduce((a, b) => a + b, 0) || 1),
    sameWay: Math.max(forward, 1 - forward),
    winding: windingOf(angles),
    covered: 1 - Math.max(...gaps) / TURN,
  };
}
