// Keeps mocha's counts in a file after every test, whatever the reporter, so that they survive a crash.
const fs = require('node:fs');
const { Runner } = require('mocha');

const { run } = Runner.prototype;
Runner.prototype.run = function (...args) {
  const file = process.env.LATENT_TORUS_TEST_COUNTS;
  const counts = { passed: 0, failed: 0, skipped: 0, ended: false };
  const count = (what) => () => {
    if (what) counts[what]++;
    else counts.ended = true;
    if (file) fs.writeFileSync(file, JSON.stringify(counts));
  };
  this.on('pass', count('passed'))
    .on('fail', count('failed'))
    .on('pending', count('skipped'))
    .once('end', count());
  return run.apply(this, args);
};
