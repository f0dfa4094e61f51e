// Keeps mocha's counts in a file after every test, whatever the reporter, so that they survive a crash.
const fs = require('node:fs');
const { Runner } = require('mocha');
const ParallelRunner = require('mocha/lib/nodejs/parallel-buffered-runner');

// In the process that reports, not in the workers of a parallel run.
if (process.env.MOCHA_WORKER_ID === undefined) {
  for (const { prototype } of [Runner, ParallelRunner]) {
    const { run } = prototype;
    prototype.run = function (...args) {
      keepCounts(this);
      return run.apply(this, args);
    };
  }
}

function keepCounts(runner) {
  const file = process.env.LATENT_TORUS_TEST_COUNTS;
  const counts = { passed: 0, failed: 0, skipped: 0, ended: false };
  const count = (what) => () => {
    if (what) counts[what]++;
    else counts.ended = true;
    if (file) fs.writeFileSync(file, JSON.stringify(counts));
  };
  runner
    .on('pass', count('passed'))
    .on('fail', count('failed'))
    .on('pending', count('skipped'))
    .once('end', count());
}
