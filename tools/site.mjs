// npm run site [-- --out FOLDER] [--serve]: the course as a static site, from the executed notebooks, without a network.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { register } from 'tsx/cjs/api';
import { partsOfCourse } from './course/chapters.mjs';
import { root } from './setup/context.mjs';
import { Failure } from './setup/failure.mjs';
import { told } from './told.mjs';

await told(async () => {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: join(root, '.site') },
      serve: { type: 'boolean', default: false },
    },
  });
  const out = resolve(values.out);
  if (fs.existsSync(out) && fs.readdirSync(out).length && !fs.existsSync(join(out, 'assets', 'site.css')))
    throw new Failure(
      `${out} holds something else than a site; name another folder with --out, or empty it.`,
    );
  register(); // packages are TypeScript in the checkout
  const { buildSite, serve } = createRequire(import.meta.url)('../packages/site/index.ts');
  const notebooks = join(root, 'notebooks');
  const site = await buildSite({
    root,
    notebooks,
    figures: join(root, 'figures'),
    parts: partsOfCourse(notebooks),
    out,
    notice: (text) => console.warn(text),
  });
  const size = `${site.pages.length} pages, ${site.files} files, ${(site.bytes / 1e6).toFixed(1)} MB`;
  console.log(`${size}: ${relative(process.cwd(), out) || '.'}`);
  console.log(`Open ${pathToFileURL(join(out, 'index.html'))}, or serve the folder.`);
  if (!values.serve) return;
  const { url } = await serve(out);
  console.log(`Served at ${url} until you press Ctrl+C.`);
});
