import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as published from 'vws-js';
import * as module from '../vws.js';
import { test } from './support.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

function read(file) {
  return readFileSync(new URL(file, import.meta.url), 'utf8');
}

test('the package holds the module, its types, and what npm adds', () => {
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: ROOT, stdio: 'pipe' }));
  const expected = ['LICENSE', 'README.md', 'package.json', 'vws.d.ts', 'vws.js'];
  assert.deepEqual(files.map(({ path }) => path).sort(), expected);
});

test('the name of the package leads to the module, and all types to a value', () => {
  assert.equal(published, module);
  const types = [...read('../vws.d.ts').matchAll(/^export (?:class|function) (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(types.sort(), Object.keys(module).sort());
});

test('the package needs nothing', () => {
  const { dependencies, peerDependencies } = JSON.parse(read('../package.json'));
  assert.deepEqual([dependencies, peerDependencies], [undefined, undefined]);
  assert.doesNotMatch(read('../vws.js'), /^import|\bimport\(/m);
});

test('the licence is that of the project', () => {
  assert.equal(read('../LICENSE'), read('../../LICENSE'));
});

test('the lock file names no registry', () => {
  assert.doesNotMatch(read('../package-lock.json'), /"resolved"|registry/);
});
