/**
 * How often angles go round while the phase goes round once, and the largest step between neighbours.
 * @param angles at evenly spaced phases, in order
 */
export function turnsOf(angles: ArrayLike<number>): { turns: number; largest: number } {
  let [sum, largest] = [0, 0];
  for (let i = 0; i < angles.length; i++) {
    const step = angles[(i + 1) % angles.length] - angles[i];
    const wrapped = step - 2 * Math.PI * Math.round(step / (2 * Math.PI));
    sum += wrapped;
    largest = Math.max(largest, Math.abs(wrapped));
  }
  return { turns: Math.round(sum / (2 * Math.PI)) || 0, largest };
}
