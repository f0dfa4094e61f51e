// The second thread of interrupt.ts. JavaScript, so that it starts without a compiler.
const { parentPort, workerData: flag } = require('node:worker_threads');

process.noDeprecation = true; // for the next line
// A worker has no process.on('SIGINT'); this is what that is made of.
const { Signal } = process.binding('signal_wrap');
const signal = new Signal();
signal.onsignal = () => {
  flag[0] = 1;
  parentPort.postMessage('SIGINT');
};
signal.start(2);

// In this thread, as a kernel in an endless loop has to end with its parent too.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 1000);
