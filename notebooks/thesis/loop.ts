// Whether a latent space has kept a circle of data: measured along the circle, in the order of its phases.

const TURN = 2 * Math.PI;

/** What became of a circle of data. */
export type LoopState = 'closed' | 'severed' | 'knotted';

/** A circle of data in a latent space. */
export interface Loop {
  /** Turns of the latent angle (in a plane: about the middle of the points) while the phase makes one. */
  readonly winding: number;
  /**
   * Circular correlation: the length of the mean of exp i(θ ∓ ϕ), the larger of both senses. 1 where the angle is the phase
   * but for where and which way it is counted, near 0 where they are unrelated.
   */
  readonly correlation: number;
  /** The longest step from one phase to the next as a share of the whole loop: of a turn; in a plane of its length. */
  readonly jump: number;
  /** Steps' lengths together, in turns of the circle; in a plane how often the loop crosses itself. */
  readonly excess: number;
  readonly state: LoopState;
}

/** A step of so many even ones is a cut. */
const CUT = 6;
/** A loop that is so much longer than the circle goes back on itself. */
const BACK = 1.5;

/** An angle in [−π, π). */
export const wrapped = (angle: number): number => angle - TURN * Math.floor((angle + Math.PI) / TURN);

/** max over both senses of |mean exp i(θ ∓ ϕ)|. */
export function circularCorrelation(angles: ArrayLike<number>, phases: ArrayLike<number>): number {
  const length = (sense: number) => {
    let [x, y] = [0, 0];
    for (let i = 0; i < angles.length; i++) {
      x += Math.cos(angles[i] - sense * phases[i]);
      y += Math.sin(angles[i] - sense * phases[i]);
    }
    return Math.hypot(x, y) / angles.length;
  };
  return Math.max(length(1), length(-1));
}

/** Turns of a closed sequence of angles: a whole number, positive against the clock. */
export const windingOf = (angles: ArrayLike<number>): number =>
  Math.round(stepsOf(angles).reduce((sum, step) => sum + step, 0) / TURN);

const stepsOf = (angles: ArrayLike<number>) =>
  Array.from(angles, (angle, i) => wrapped(angles[(i + 1) % angles.length] - angle));

/**
 * A loop of latent angles. It is closed if it winds once, no step is as long as six even ones, and it does not go back on
 * itself (its steps add up to less than a turn and a half); severed if a step is that long; knotted otherwise.
 * @param angles [n] in the order of the phases, which lie evenly round the circle
 */
export function circleLoop(angles: ArrayLike<number>): Loop {
  const n = expectPoints(angles.length);
  const steps = stepsOf(angles).map(Math.abs);
  const [winding, jump] = [windingOf(angles), Math.max(...steps) / TURN];
  const excess = steps.reduce((sum, step) => sum + step, 0) / TURN;
  const closes = Math.abs(winding) === 1 && excess < BACK;
  return {
    winding,
    correlation: circularCorrelation(angles, evenPhases(n)),
    jump,
    excess,
    state: jump > CUT / n ? 'severed' : closes ? 'closed' : 'knotted',
  };
}

/**
 * A loop of points in a plane. It is closed if it winds once about the middle of its points, does not cross itself, and no step
 * is as long as six average ones; severed if a step is that long; knotted otherwise.
 * @param points [n, 2] row by row, in the order of the phases, which lie evenly round the circle
 */
export function planeLoop(points: ArrayLike<number>): Loop {
  const n = expectPoints(points.length / 2);
  const at = (i: number) => [points[2 * (i % n)], points[2 * (i % n) + 1]] as const;
  const all = Array.from({ length: n }, (_, i) => at(i));
  const middle = [0, 1].map((axis) => all.reduce((sum, point) => sum + point[axis], 0) / n);
  const angles = all.map(([x, y]) => Math.atan2(y - middle[1], x - middle[0]));
  const steps = all.map(([x, y], i) => Math.hypot(at(i + 1)[0] - x, at(i + 1)[1] - y));
  const jump = Math.max(...steps) / (steps.reduce((a, b) => a + b) || 1);
  let excess = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 2; j < n; j++)
      if ((i || j < n - 1) && cross(at(i), at(i + 1), at(j), at(j + 1))) excess++;
  const winding = windingOf(angles);
  const closes = Math.abs(winding) === 1 && excess === 0;
  return {
    winding,
    correlation: circularCorrelation(angles, evenPhases(n)),
    jump,
    excess,
    state: jump > CUT / n ? 'severed' : closes ? 'closed' : 'knotted',
  };
}

const evenPhases = (n: number) => Array.from({ length: n }, (_, i) => (TURN * i) / n);

type Point = readonly [number, number];

/** Whether the segments ab and cd cross. */
function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) =>
    (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function expectPoints(n: number): number {
  if (!Number.isInteger(n) || n < 12)
    throw new RangeError(
      `a loop has ${n} points; expected 12 or more, as fewer do not tell a cut from a step`,
    );
  return n;
}
