import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { asset, home } from './asset';

/** Jupyter's description of a kernel. */
export interface KernelSpec {
  display_name: string;
  language: string;
  interrupt_mode: string;
  /** The command that starts it; Jupyter puts a path in place of `{connection_file}`. */
  argv: string[];
}

/** The description of this kernel, as it is installed here, on the Node that runs this. */
export function kernelSpec(): KernelSpec {
  const spec: KernelSpec = JSON.parse(readFileSync(asset('kernel.json'), 'utf8'));
  const places: Record<string, string> = { '<node>': process.execPath, '<kernel>': home };
  return { ...spec, argv: spec.argv.map((text) => text.replace(/<\w+>/, (place) => places[place])) };
}

/** Where Jupyter looks for what a user has installed. */
const userFolder = (): string =>
  ({
    darwin: join(homedir(), 'Library', 'Jupyter'),
    win32: join(process.env.APPDATA ?? homedir(), 'jupyter'),
  })[process.platform as string] ??
  join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'jupyter');

/**
 * Makes the kernel known to Jupyter.
 * @param jupyter a folder `share/jupyter` of Jupyter's; by default the user's own
 * @returns the file that was written
 */
export function register(jupyter: string = userFolder()): string {
  const folder = join(jupyter, 'kernels', 'typescript');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'kernel.json');
  writeFileSync(file, `${JSON.stringify(kernelSpec(), null, 2)}\n`);
  return file;
}
