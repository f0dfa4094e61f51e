import { Failure } from '../setup/failure.mjs';

const scales = ['smoke', 'lesson', 'paper'];

/**
 * @param {string[]} given
 * @returns {{ names: string[], scale: string }} scale: what was given, else LATENT_TORUS_SCALE, else 'lesson'
 */
export function parseArguments(given) {
  const names = [];
  let scale = process.env.LATENT_TORUS_SCALE || 'lesson';
  for (let i = 0; i < given.length; i++) {
    if (given[i] === '--scale') scale = given[++i];
    else if (given[i].startsWith('--scale=')) scale = given[i].slice('--scale='.length);
    else if (given[i].startsWith('-'))
      throw new Failure(
        `Unknown option ${given[i]}.\nUsage: npm run figures [-- names…] [--scale smoke|lesson|paper]`,
      );
    else names.push(given[i]);
  }
  if (!scales.includes(scale))
    throw new Failure(`The scale is '${scale}'; expected one of ${scales.join(', ')}.`);
  return { names, scale };
}
