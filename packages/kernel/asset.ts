import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of this package, which is one up once its TypeScript is compiled into `dist`. */
export const home = existsSync(join(__dirname, 'package.json')) ? __dirname : resolve(__dirname, '..');

/** The path of a file of this package that is not compiled. */
export const asset = (name: string): string => join(home, name);
