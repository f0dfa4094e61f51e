// npm run setup: everything that `npm start` needs, without starting it. With --check it only says what is missing.
import './setup/node-version.mjs';
import { parseArgs } from 'node:util';
import { missing, setUp } from './setup/index.mjs';
import { told } from './told.mjs';

await told(async () => {
  const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
  if (!check) return setUp();
  const names = missing().map((step) => step.name);
  if (names.length) console.log(`missing: ${names.join(', ')}`);
  process.exitCode = names.length ? 1 : 0;
});
