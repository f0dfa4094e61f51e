// The TypeScript kernel of the course: tslab's compiler, and around it what a reader of a notebook expects
// and tslab leaves out: errors with their place, results, interrupts, output that arrives. start.cjs calls it.
import { compiler } from './evaluate';
import { startWatch } from './interrupt';
import { routeOutput } from './output';
import { answer } from './requests';
import { listen } from './wire';

/** Serves the clients of the connection that a file of Jupyter's describes, until one of them ends it. */
export async function start(connectionFile: string): Promise<void> {
  Error.stackTraceLimit = 50; // else the cell drops out of the trace of an error deep in a library
  routeOutput();
  startWatch();
  await listen(connectionFile, answer);
  // Reading the types of Node takes a second: after the first messages, so that JupyterLab shows it as ready.
  const foreseen = process.env.LATENT_TORUS_KERNEL_FORESEE?.split(',') ?? [];
  setTimeout(() => compiler().foresee(foreseen), 500);
}
