import { bin, deviation, quantileSorted, sum } from 'd3-array';
import { range } from './points';

/** Values that are counted together. */
export interface Group {
  /** What they are, for the legend. */
  name: string;
  /** [n] finite numbers. */
  values: ArrayLike<number>;
  /** '#rrggbb' (default: by order; example `groupColours.similar`). */
  colour?: string;
}

/** The name of a density's unit: 'Loss (nats)' → 'Density (1 / nats)', without a unit 'Density'. */
export function densityTitle(axis: string): string {
  const unit = /\(([^()]*)\)\s*$/.exec(axis)?.[1];
  return unit ? `Density (1 / ${unit.replace(/^radians$/, 'radian')})` : 'Density';
}

/**
 * The range of all groups.
 * @throws RangeError if there is no group, one has no values or one that is not finite, or all values are equal
 */
export function commonRange(
  groups: readonly Group[],
  domain?: readonly [number, number],
): readonly [number, number] {
  if (!groups?.length) throw new RangeError('there is no group to draw; give at least one { name, values }');
  for (const { name, values } of groups) {
    if (!values?.length) throw new RangeError(`group '${name}' has no values`);
    const at = Array.prototype.findIndex.call(values, (value: number) => !Number.isFinite(value));
    if (at >= 0) throw new RangeError(`value ${at} of '${name}' is ${values[at]}; expected a finite number`);
  }
  const ends = groups.map(({ values }) => range(values));
  const [low, high] = domain ?? [Math.min(...ends.map(([a]) => a)), Math.max(...ends.map(([, b]) => b))];
  if (!(high > low)) throw new RangeError(`the values reach from ${low} to ${high}; the chart needs a range`);
  return [low, high];
}

/** Density in each of `bins` equal bins, area one; values beyond the range count in the outermost. */
export function binned(
  { values }: Group,
  [low, high]: readonly [number, number],
  bins: number,
): Float64Array {
  const step = (high - low) / bins;
  const thresholds = Array.from({ length: bins - 1 }, (_, i) => low + (i + 1) * step);
  const clamped = Array.from(values, (value) => Math.min(high, Math.max(low, value)));
  const counted = bin<number, number>().domain([low, high]).thresholds(thresholds)(clamped);
  return Float64Array.from(counted, ({ length }) => length / (values.length * step));
}

/**
 * A smooth density on equally spaced places: a Gaussian kernel of Silverman's width (B. W. Silverman, Density
 * Estimation, 1986, eq. 3.31), on a circle if `period` is given.
 */
export function smoothed(
  { values }: Group,
  [low, high]: readonly [number, number],
  places: number,
  period?: number,
  bandwidth = silverman(values, period) || (high - low) / 100,
): Float64Array {
  const step = (high - low) / (places - 1);
  const density = new Float64Array(places);
  const scale = 1 / (values.length * bandwidth * Math.sqrt(2 * Math.PI));
  for (let i = 0; i < values.length; i++) {
    for (let k = 0; k < places; k++) {
      let gap = low + k * step - values[i];
      if (period) gap -= period * Math.round(gap / period);
      density[k] += scale * Math.exp(-0.5 * (gap / bandwidth) ** 2);
    }
  }
  return density;
}

/** 0.9 min(standard deviation, interquartile range / 1.34) n^(−1/5); on a circle about the mean direction. */
function silverman(values: ArrayLike<number>, period?: number): number {
  let own = Array.from(values);
  if (period) {
    const angle = own.map((value) => (2 * Math.PI * value) / period);
    const mean = (Math.atan2(sum(angle.map(Math.sin)), sum(angle.map(Math.cos))) * period) / (2 * Math.PI);
    own = own.map((value) => value - mean - period * Math.round((value - mean) / period));
  }
  own.sort((a, b) => a - b);
  const spread = (quantileSorted(own, 0.75)! - quantileSorted(own, 0.25)!) / 1.34;
  const sd = deviation(own) ?? 0;
  return 0.9 * (spread > 0 ? Math.min(sd, spread) : sd) * own.length ** -0.2;
}
