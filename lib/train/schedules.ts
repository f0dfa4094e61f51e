/**
 * A value that changes over training: of the epoch, counted from 0, and the number of epochs.
 * `fit` holds it through an epoch.
 */
export type Schedule = (epoch: number, epochs: number) => number;

/** The same value in every epoch. */
export const constant =
  (value: number): Schedule =>
  () =>
    value;

/** From `from` in the first epoch in even steps to `to` at the end of the last: from + (to − from)·t/T. */
export const linear =
  (from: number, to: number): Schedule =>
  (epoch, epochs) =>
    from + ((to - from) * epoch) / epochs;

/** From `from` to `to` along half a cosine: from + ½(to − from)(1 − cos(πt/T)). Working paper, (1). */
export const cosine =
  (from: number, to: number): Schedule =>
  (epoch, epochs) =>
    from + 0.5 * (to - from) * (1 - Math.cos((Math.PI * epoch) / epochs));

/** A schedule's values, one for each epoch; a number stands for itself. @throws RangeError that names the value */
export function valuesOf(name: string, schedule: Schedule | number, epochs: number): number[] {
  if (typeof schedule !== 'number' && typeof schedule !== 'function') {
    throw new RangeError(`${name} is ${JSON.stringify(schedule)}; expected a number or a schedule, as cosine(0, 1)`);
  }
  return Array.from({ length: epochs }, (_, epoch) => {
    const value = typeof schedule === 'number' ? schedule : schedule(epoch, epochs);
    if (!Number.isFinite(value)) {
      throw new RangeError(`${name} is ${value} in epoch ${epoch}; expected a finite number`);
    }
    return value;
  });
}
