import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../../packages/settings';

/** The path of a file in the data folder; undefined if it is not there. Never downloads. */
export function realPath(name: string): string | undefined {
  const path = join(dataFolder(), name);
  return existsSync(path) ? path : undefined;
}

/** As `realPath`, of a file that may be compressed or not. */
export const realFile = (name: string): string | undefined => realPath(`${name}.gz`) ?? realPath(name);

const sets = {
  MNIST: ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'].map(
    (name) => `mnist/${name}-ubyte`,
  ),
  'EMNIST ByClass': ['images-idx3', 'labels-idx1'].map((name) => `emnist/emnist-byclass-test-${name}-ubyte`),
  'EMNIST letters': ['images-idx3', 'labels-idx1'].map((name) => `emnist/emnist-letters-test-${name}-ubyte`),
  'COIL-20': ['coil20/coil-20-proc.zip'],
};

/** A test on real data: pending, with the reason, where the data folder does not hold them. */
export function itWith(needed: (keyof typeof sets)[], title: string, test: () => Promise<void>): void {
  const missing = needed.filter((set) => !sets[set].every(realFile));
  if (missing.length === 0) return void it(title, test);
  const reason = `no ${missing.join(', ')} in ${dataFolder()}; LATENT_TORUS_DATA names the folder`;
  it.skip(`${title} (${reason})`, test);
}
