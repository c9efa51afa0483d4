/** Fails when the module, minified and gzipped, is larger than we promise. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const LIMIT = 4096;

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('../vws.js', import.meta.url))],
  bundle: true,
  format: 'esm',
  minify: true,
  target: 'es2022',
  write: false,
});
const size = gzipSync(outputFiles[0].contents, { level: 9 }).length;
console.log(`vws.js: ${size} of ${LIMIT} bytes, minified and gzipped`);
process.exitCode = size > LIMIT ? 1 : 0;
