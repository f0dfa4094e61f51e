// Imported first by every script, for its effect: an unsupported Node ends here, before it meets newer
// syntax.

const supported = '20.19 or newer of 20, 22, 24 or 26';
const parts = process.versions.node.split('.').map(Number);
const major = parts[0];
const minor = parts[1];
const lines = [20, 22, 24, 26];

if ((lines.indexOf(major) < 0 && major < 27) || (major === 20 && minor < 19)) {
  console.error(
    'Node ' +
      process.versions.node +
      ' is not supported. Latent Torus runs on Node ' +
      supported +
      '.\n' +
      'Install one of these (Node 24 is a good choice) and run the same command again.',
  );
  process.exit(1);
}
if (major >= 27 && !process.env.LATENT_TORUS_NODE_NOTICE) {
  process.env.LATENT_TORUS_NODE_NOTICE = 'given'; // once, not in every child process
  console.error(
    'Notice: Node ' + process.versions.node + ' is newer than what was tested (' + supported + ').',
  );
}
