// npm run setup: everything that `npm start` needs, without starting it. With --check it only says what is missing.
import { missing, setUp } from './setup/index.mjs';

if (process.argv.includes('--check')) {
  const names = missing().map((step) => step.name);
  if (names.length) console.log(`missing: ${names.join(', ')}`);
  process.exitCode = names.length ? 1 : 0;
} else {
  await setUp();
}
