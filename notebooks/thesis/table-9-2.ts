/** Table 9.2 as printed: ∆ in nats, mean of three repetitions, by 'Z₁ → Z₂'. */
export const table92: Readonly<Record<string, number>> = {
  'R² → S¹': 91.36,
  'R² → Φ': 70.62,
  'S¹ → R²': 10.37,
  'S¹ → Φ': 13.45,
  'Φ → R²': 6.59,
  'Φ → S¹': 13.77,
};

/** How far measured tolerances are from the printed ones: the mean of |log(measured/printed)|, so that 1 is a factor of e. */
export function distanceToTable92(measured: Readonly<Record<string, number>>): number {
  const names = Object.keys(table92);
  const missing = names.find((name) => !(measured[name] > 0));
  if (missing) throw new RangeError(`'${missing}' is ${measured[missing]}; expected a tolerance above 0`);
  return (
    names.reduce((sum, name) => sum + Math.abs(Math.log(measured[name] / table92[name])), 0) / names.length
  );
}
