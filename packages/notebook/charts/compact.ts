import type { Chart } from './chart';

/** Values of one column: numbers, or texts of which few differ. */
export type Column = ArrayLike<number> | readonly string[];

/**
 * Inline data for thousands of points in little space: each column is one text of rounded numbers, which the
 * chart's first transforms take apart (as JSON objects, ten thousand points would fill a notebook).
 * @param table columns of equal length by field name; a column of texts is stored as a list of those and
 *   indices
 * @param digits decimals that are kept, of all columns or by column
 * @returns `data` and `transform` of a Vega-Lite view
 * @throws RangeError if lengths differ or a number is not finite
 */
export function compact(
  table: Readonly<Record<string, Column>>,
  digits: number | Readonly<Record<string, number>> = 2,
): { data: Chart; transform: Chart[] } {
  const names = Object.keys(table);
  const count = names.length ? table[names[0]].length : 0;
  const row: Record<string, string> = {};
  const decode: Chart[] = [];
  for (const name of names) {
    const column = table[name];
    if (!/^[A-Za-z]\w*$/.test(name))
      throw new RangeError(`'${name}' is no field name; use letters and digits`);
    if (column.length !== count) {
      throw new RangeError(`column '${name}' has ${column.length} values, but '${names[0]}' has ${count}`);
    }
    if (isTexts(column)) {
      const known = [...new Set(column)];
      const index = new Map(known.map((text, i) => [text, i]));
      row[name] = column.map((text) => index.get(text)).join(' ');
      decode.push({ calculate: `${JSON.stringify(known)}[toNumber(datum.${name})]`, as: name });
    } else {
      const decimals = typeof digits === 'number' ? digits : (digits[name] ?? 2);
      row[name] = Array.from(column, (value, i) => short(value, decimals, `${name}[${i}]`)).join(' ');
      decode.push({ calculate: `toNumber(datum.${name})`, as: name });
    }
  }
  const split = names.map((name) => ({ calculate: `split(datum.${name}, ' ')`, as: name }));
  return { data: { values: count ? [row] : [] }, transform: [...split, { flatten: names }, ...decode] };
}

const isTexts = (column: Column): column is readonly string[] => typeof column[0] === 'string';

/** 0.50 → '.5', −0 → '0'. */
function short(value: number, decimals: number, where: string): string {
  if (!Number.isFinite(value)) throw new RangeError(`${where} is ${value}; a chart needs finite numbers`);
  const text = String(Number(value.toFixed(decimals)));
  return text === '-0' ? '0' : text.replace(/^(-?)0\./, '$1.');
}

/** Column `index` of values in rows of `width`. */
export function column(values: ArrayLike<number>, width: number, index: number): Float64Array {
  if (values.length % width !== 0) {
    throw new RangeError(`${values.length} values do not make rows of ${width}`);
  }
  return Float64Array.from({ length: values.length / width }, (_, i) => values[i * width + index]);
}
