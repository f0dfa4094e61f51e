// npm run setup: everything that `npm start` needs, without starting it.
import { setUp } from './setup/index.mjs';

await setUp();
