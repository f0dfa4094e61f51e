// Changes cells in the text of a notebook and leaves every other byte as it was: Python, which writes notebooks, and
// JavaScript spell some numbers of the outputs differently.

/**
 * @param {string} text a notebook as nbformat writes it (indented by one space)
 * @param {number} at index of the cell; the number of cells: a new one at the end
 * @param {object} cell
 * @returns {string} the text with this cell
 */
export function withCell(text, at, cell) {
  const lines = text.split('\n');
  // Indentation tells: a line '  {' opens a cell, as deeper braces stand further in and strings hold no line break.
  const from = lines.indexOf(' "cells": [');
  const to = lines.indexOf(' ],', from);
  const found = (...texts) =>
    lines.flatMap((line, i) => (i > from && i < to && texts.includes(line) ? [i] : []));
  const starts = found('  {');
  const ends = found('  }', '  },');
  const { cells } = JSON.parse(text);
  if (starts.length !== cells.length || ends.length !== cells.length || !cells.length)
    throw new Error('the notebook is not in the form in which nbformat writes it; execute or save it first');
  const written = JSON.stringify(sorted(cell), null, 1).split('\n');
  const indented = written.map((line) => `  ${line}`);
  if (at < cells.length) {
    indented[indented.length - 1] += lines[ends[at]].slice('  }'.length); // its comma
    lines.splice(starts[at], ends[at] - starts[at] + 1, ...indented);
  } else {
    lines[ends[at - 1]] += ',';
    lines.splice(ends[at - 1] + 1, 0, ...indented);
  }
  return lines.join('\n');
}

/** A Markdown cell's text as nbformat keeps it: lines with their ends. @param {string} text */
export const sourceLines = (text) => text.split(/(?<=\n)/);

/** The same value with the keys of its objects in order, as nbformat writes them. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
