/** The code that the documentation shows: JavaScript runs, TypeScript compiles, the React hooks do what they say. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { WebSocket } from 'ws';
import { clientOf, connected, deferred, handled, nextEvent, recordEvents, startServer, test } from './support.js';

const PAGES = ['../README.md', '../../README.md', '../../docs/guide.md', '../../docs/security.md'];
const MODULE = new URL('../vws.js', import.meta.url);
const TARGET = new URL('../target/pages/', import.meta.url);

/** The path of a file that is made by the test. */
function inTarget(name) {
  mkdirSync(TARGET, { recursive: true });
  return fileURLToPath(new URL(name, TARGET));
}

/** The code blocks of a page in a language; in HTML, what its module scripts hold. */
function blocks(page, language) {
  const text = readFileSync(new URL(page, import.meta.url), 'utf8');
  const found = [...text.matchAll(/^( *)```(\w+)\n(.*?)^ *```/gms)].map(([, indent, name, code]) => [
    name,
    code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  ]);
  const scripts = found
    .filter(([name]) => name === 'html')
    .map(([, code]) => ['js', /<script type="module">(.*)<\/script>/s.exec(code)?.[1] ?? '']);
  return [...found, ...scripts].filter(([name]) => name === language).map(([, code]) => code);
}

/** Answers all requests, and each subscription with an event; `protocols` has what each connection offered. */
async function startObligingServer(t) {
  const server = await startServer(t);
  const peers = [];
  const answer = async (peer) => {
    for (;;) {
      const { k, t: pattern } = await peer.ackNext();
      if (k === 's') {
        peer.send({ t: pattern.replace(/\+\w+/, 'kitchen'), d: { celsius: 21.5, status: 'baked' } });
      }
    }
  };
  const accept = async () => {
    for (;;) {
      const peer = await server.next();
      peers.push(peer);
      answer(peer);
    }
  };
  accept();
  return {
    url: server.url,
    protocols: () => peers.map(({ request }) => request.headers['sec-websocket-protocol']),
    async dismiss() {
      peers.forEach((peer) => peer.close(4503));
      await Promise.all(peers.map(({ closed }) => closed));
    },
  };
}

/** Sets global variables for the time of a test. */
function setGlobals(t, variables) {
  for (const [name, value] of Object.entries(variables)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    t.after(() => (before ? Object.defineProperty(globalThis, name, before) : delete globalThis[name]));
  }
}

/** Runs a block as a module of a page that has a client, and connects the client that it makes, if it makes one. */
async function run(name, code) {
  const imported = code.includes('import ') ? code : `import { VwsClient } from 'vws-js';\n${code}`;
  const file = inTarget(`${name}.mjs`);
  writeFileSync(file, `${imported.replace(/'(vws-js|\/vws\/vws\.js)'/, `'${MODULE}'`)}\nawait client.connect();\n`);
  await import(file);
}

for (const page of PAGES) {
  for (const [index, code] of blocks(page, 'js').entries()) {
    test(`block ${index} of ${page} runs: ${code.trim().split('\n')[0]}`, async (t) => {
      const server = await startObligingServer(t);
      const client = clientOf(t, server.url);
      const shown = deferred();
      const errors = recordEvents(client, 'error');
      setGlobals(t, {
        WebSocket,
        client,
        location: { href: server.url },
        show: (...values) => shown.resolve(values),
        badge: {},
        reload() {},
        session: { accessToken: async () => 'abc' },
        fetch: async () => new Response('abc'),
      });
      await client.connect();
      const done = run(`${page.replaceAll(/\W/g, '-')}-${index}`, code);
      const values = await Promise.race([shown.promise, done]);
      client.close(); // ends the loop, where there is one
      await done;
      if (code.includes('show(')) {
        assert.deepEqual([values[0], values.length], ['kitchen', 2]);
        assert.ok(values[1]);
      }
      if (code.includes('token')) {
        assert.equal(server.protocols().at(-1), 'vws,bearer.abc');
      }
      assert.deepEqual(errors, []);
      await server.dismiss();
    });
  }
}

/** All TypeScript of the README, as one module. */
const typescript = blocks('../README.md', 'ts').join('\n');

test('the TypeScript of the README compiles', () => {
  writeFileSync(inTarget('readme.ts'), typescript);
  const tsc = fileURLToPath(new URL('../node_modules/.bin/tsc', import.meta.url));
  const project = fileURLToPath(new URL('pages.tsconfig.json', import.meta.url));
  const { status, stdout } = spawnSync(tsc, ['--project', project]);
  assert.equal(status, 0, `${stdout}`);
});

/** The hooks of the README and the React that they run on. */
async function hooks() {
  const react = fileURLToPath(new URL('react.js', import.meta.url));
  const outfile = inTarget('hooks.mjs');
  await build({
    stdin: { contents: `${typescript}\nexport { Temperature };\nexport { mount } from 'react';`, loader: 'ts' },
    alias: { react },
    bundle: true,
    format: 'esm',
    outfile,
  });
  return import(outfile);
}

test('the hooks subscribe while the component is there, and show what comes', async (t) => {
  const { client, peer } = await connected(t);
  setGlobals(t, { client, show() {} });
  const { mount, Temperature } = await hooks();
  assert.equal((await peer.ackNext()).t, 'room/+name/heated'); // the example before the hooks

  const component = mount(Temperature, { room: 'kitchen' });
  assert.equal((await peer.ackNext()).t, 'room/kitchen/heated');
  peer.send({ t: 'room/kitchen/heated', d: { celsius: 21.5 } });
  await handled(client, peer);
  assert.equal(component.output, 'open: 21.5 °C');

  component.render({ room: 'bath' });
  const unsubscribe = await peer.ackNext();
  assert.deepEqual([unsubscribe.k, unsubscribe.t], ['u', 'room/kitchen/heated']);
  assert.equal((await peer.ackNext()).t, 'room/bath/heated');
  component.render();
  peer.send({ t: 'room/bath/heated', d: { celsius: 24 } });
  await handled(client, peer);
  assert.equal(component.output, 'open: 24 °C');

  const closed = nextEvent(client, 'close');
  peer.close(4503);
  await closed;
  assert.equal(component.output, 'closed: 24 °C');
  component.unmount();
});

test('a hook calls the listener of the last render, and none after the end', async (t) => {
  const { client, peer } = await connected(t);
  setGlobals(t, { client, show() {} });
  const { mount, useSubscription } = await hooks();
  const received = [];
  const listening = ({ name }) => useSubscription(client, 'a', (data) => received.push([name, data]));
  const component = mount(listening, { name: 1 });
  assert.equal((await peer.ackNext()).t, 'a');
  component.render({ name: 2 });
  peer.send({ t: 'a', d: 'x' });
  await handled(client, peer);
  component.unmount();
  assert.equal((await peer.ackNext()).k, 'u');
  peer.send({ t: 'a', d: 'y' });
  await handled(client, peer);
  assert.deepEqual(received, [[2, 'x']]);
});
