import assert from 'node:assert/strict';
import { VwsClient, VwsError } from '../vws.js';
import {
  clientOf,
  connected,
  deferred,
  nextEvent,
  nextState,
  recordEvents,
  startRawServer,
  startServer,
  test,
} from './support.js';

/** A WebSocket that tells the URL it was made with, and goes no further. */
function urlRecorder(urls) {
  return class {
    constructor(url) {
      urls.push(url);
      throw new Error('recorded');
    }
  };
}

async function urlFor(t, url, page) {
  if (page) {
    globalThis.location = { href: page };
    t.after(() => delete globalThis.location);
  }
  const urls = [];
  await assert.rejects(clientOf(t, url, { WebSocket: urlRecorder(urls) }).connect(), { code: 'cannot-connect' });
  return urls[0];
}

for (const [url, page, expected] of [
  [undefined, 'https://example.org/shop/cart?x=1#top', 'wss://example.org/vws'],
  ['/vws', 'http://localhost:8080/', 'ws://localhost:8080/vws'],
  ['vws', 'http://localhost:8080/shop/cart', 'ws://localhost:8080/shop/vws'],
  ['//other.example/vws', 'https://example.org/', 'wss://other.example/vws'],
  ['https://example.org/vws?a=b#c', undefined, 'wss://example.org/vws?a=b'],
  ['http://example.org/vws', 'https://other.example/', 'ws://example.org/vws'],
  ['wss://example.org/vws', undefined, 'wss://example.org/vws'],
  [new URL('ws://example.org/vws'), undefined, 'ws://example.org/vws'],
]) {
  test(`the URL of ${url} on ${page} is ${expected}`, async (t) => {
    assert.equal(await urlFor(t, url, page), expected);
  });
}

test('connect without a usable URL or WebSocket rejects and ends', async (t) => {
  const client = clientOf(t, '/vws');
  const error = nextEvent(client, 'error');
  await assert.rejects(client.connect(), { name: 'VwsError', code: 'cannot-connect' });
  assert.ok((await error).error instanceof VwsError);
  assert.equal(client.state, 'closed');
});

test('connect resolves when open, and calling it again makes no second connection', async (t) => {
  const server = await startServer(t);
  const client = clientOf(t, server.url);
  const states = recordEvents(client, 'state');
  assert.equal(client.state, 'idle');
  const first = client.connect();
  assert.equal(client.state, 'connecting');
  assert.equal(client.connect(), first);
  await first;
  assert.equal(client.state, 'open');
  assert.equal(client.connect(), first);
  assert.deepEqual(states, [
    { state: 'connecting', previous: 'idle' },
    { state: 'open', previous: 'connecting' },
  ]);
  assert.equal(server.attempts, 1);
});

test('protocols are offered in the upgrade', async (t) => {
  const { peer } = await connected(t, { protocols: ['vws', 'token.abc'] });
  assert.equal(peer.request.headers['sec-websocket-protocol'], 'vws,token.abc');
});

test('the first connect is tried again until the server is there', async (t) => {
  const server = await startServer(t);
  const { port } = server;
  await server.stop();
  const client = clientOf(t, server.url);
  const open = client.connect();
  const failed = await nextEvent(client, 'close');
  assert.deepEqual(failed, { code: 1006, reason: '', willReconnect: true });
  await server.listen(port);
  await open;
  assert.equal(client.state, 'open');
});

test('an attempt that does not open in time is given up', async (t) => {
  const url = await startRawServer(t, () => {});
  const client = clientOf(t, url, { requestTimeout: 20 });
  client.connect();
  assert.deepEqual(await nextEvent(client, 'close'), { code: 1006, reason: 'Not open in time', willReconnect: true });
});

test('close says 1000, rejects what waits, and nothing comes back', async (t) => {
  const { client, peer, server } = await connected(t);
  const closed = nextEvent(client, 'close');
  const published = client.publish('a', 1);
  const subscription = client.subscribe('a', () => {});
  client.close();
  assert.equal(client.state, 'closed');
  await assert.rejects(published, { name: 'VwsError', code: 'closed' });
  await assert.rejects(subscription.ready, { code: 'closed' });
  assert.deepEqual(await closed, { code: 1000, reason: '', willReconnect: false });
  assert.equal((await peer.closed).code, 1000);
  await assert.rejects(client.publish('a', 1), { code: 'closed' });
  assert.equal(client.send('a', 1), false);
  client.close();
  assert.equal(server.attempts, 1);
});

test('close while connecting or waiting rejects connect', async (t) => {
  const server = await startServer(t);
  await server.stop();
  for (const state of ['connecting', 'waiting']) {
    const client = clientOf(t, server.url, { reconnect: { base: 60_000, cap: 60_000 }, random: () => 0.9 });
    const reached = nextState(client, state);
    const open = client.connect();
    await reached;
    client.close();
    await assert.rejects(open, { code: 'closed' });
    assert.equal(client.state, 'closed');
  }
});

test('close before connect rejects what is queued', async (t) => {
  const client = clientOf(t, 'ws://localhost/vws');
  const published = client.publish('a', 1);
  client.close();
  await assert.rejects(published, { code: 'closed' });
});

test('connect after close starts again with the confirmed subscriptions', async (t) => {
  const { client, peer, server } = await connected(t);
  const { ready } = client.subscribe('a', () => {});
  await peer.ackNext();
  await ready;
  client.close();
  const gap = nextEvent(client, 'gap');
  const [next] = await Promise.all([server.next(), client.connect()]);
  assert.equal((await next.ackNext()).t, 'a');
  assert.deepEqual((await gap).patterns, ['a']);
});

for (const code of [4500, 4503, 4999]) {
  test(`close code ${code} is terminal`, async (t) => {
    const { client, peer, server } = await connected(t);
    const closed = nextEvent(client, 'close');
    const error = nextEvent(client, 'error');
    const published = client.publish('a', 1);
    await peer.next();
    peer.close(code, 'go away');
    assert.deepEqual(await closed, { code, reason: 'go away', willReconnect: false });
    assert.equal((await error).error.code, 'terminated');
    assert.equal(client.state, 'closed');
    await assert.rejects(published, { code: 'unknown-outcome' });
    await assert.rejects(client.publish('a', 1), { code: 'closed' });
    assert.equal(server.attempts, 1);
  });
}

test('a terminal code rejects what waits to be subscribed', async (t) => {
  const { client, peer } = await connected(t);
  const { ready } = client.subscribe('a', () => {});
  await peer.next();
  peer.close(4503, 'operator');
  await assert.rejects(ready, { code: 'terminated' });
});

/** What a close frame may carry below 4500: the codes of RFC 6455 and its registry, and samples of the ranges. */
const PASSING_CODES = [
  1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
  3000, 3999, 4000, 4005, 4008, 4012, 4013, 4499,
];

for (const code of [...PASSING_CODES, undefined]) {
  test(`close code ${code} comes back`, async (t) => {
    const { client, peer, server } = await connected(t);
    const closed = nextEvent(client, 'close');
    peer.close(code);
    assert.deepEqual(await closed, { code: code ?? 1005, reason: '', willReconnect: true });
    assert.equal(client.state, 'waiting');
    await Promise.all([server.next(), client.connect()]);
    assert.equal(client.state, 'open');
  });
}

test('an end without a close frame comes back', async (t) => {
  const { client, peer, server } = await connected(t);
  const closed = nextEvent(client, 'close');
  peer.terminate();
  assert.deepEqual(await closed, { code: 1006, reason: '', willReconnect: true });
  await Promise.all([server.next(), client.connect()]);
});

for (const [status, code] of [
  [401, 'unauthorized'],
  [302, 'unauthorized'],
  [403, 'forbidden'],
]) {
  test(`an upgrade refused with ${status} is terminal`, async (t) => {
    const server = await startServer(t);
    server.status = status;
    server.headers = { location: '/login' };
    const client = clientOf(t, server.url);
    const closed = nextEvent(client, 'close');
    const { ready } = client.subscribe('a', () => {});
    const published = client.publish('a', 1);
    await assert.rejects(client.connect(), { name: 'VwsError', code });
    await assert.rejects(ready, { code });
    await assert.rejects(published, { code });
    assert.equal((await closed).willReconnect, false);
    assert.equal(client.state, 'closed');
    assert.deepEqual([server.attempts, server.probes], [1, 1]);
  });
}

test('an upgrade refused after a reconnect is terminal', async (t) => {
  const { client, peer, server } = await connected(t);
  server.status = 401;
  peer.close(4005);
  assert.equal((await nextEvent(client, 'error')).error.code, 'unauthorized');
  assert.equal(client.state, 'closed');
  await assert.rejects(client.connect(), { code: 'unauthorized' });
});

test('the refusal is asked for with the cookies of the page, and a redirect that a browser hides is one', async (t) => {
  const server = await startServer(t);
  server.status = 302;
  const fetch = t.mock.method(globalThis, 'fetch', async () => ({ status: 0, body: null }));
  await assert.rejects(clientOf(t, server.url).connect(), { code: 'unauthorized' });
  const [url, { credentials, redirect, method }] = fetch.mock.calls[0].arguments;
  assert.deepEqual([url, credentials, redirect, method], [server.url, 'include', 'manual', undefined]);
});

test('close while the refusal is asked for is the end', async (t) => {
  const server = await startServer(t);
  server.status = 503;
  const client = clientOf(t, server.url);
  const states = recordEvents(client, 'state');
  const { promise: asked, resolve: answerable } = deferred();
  const { promise: answer, resolve } = deferred();
  t.mock.method(globalThis, 'fetch', () => answerable() ?? answer);
  const open = client.connect();
  await asked;
  client.close();
  resolve({ status: 503 });
  await assert.rejects(open, { code: 'closed' });
  await answer;
  assert.deepEqual(states.map(({ state }) => state), ['connecting', 'closed']);
  assert.equal(client.state, 'closed');
});

test('an upgrade refused with 503 is tried again', async (t) => {
  const server = await startServer(t);
  server.status = 503;
  const client = clientOf(t, server.url);
  const open = client.connect();
  assert.equal((await nextEvent(client, 'close')).willReconnect, true);
  server.status = undefined;
  await open;
});

test('close and connect while the refusal is asked for leave one connection', async (t) => {
  const server = await startServer(t);
  server.status = 503;
  const client = clientOf(t, server.url);
  const { promise: asked, resolve: answerable } = deferred();
  const { promise: answer, resolve } = deferred();
  t.mock.method(globalThis, 'fetch', () => answerable() ?? answer);
  client.connect();
  await asked;
  client.close();
  server.status = undefined;
  const open = client.connect();
  resolve({ status: 401 });
  await open;
  assert.equal(client.state, 'open');
  assert.equal(server.attempts, 2);
});

test('without fetch a refused upgrade is tried again', async (t) => {
  const { fetch } = globalThis;
  globalThis.fetch = undefined;
  t.after(() => (globalThis.fetch = fetch));
  const server = await startServer(t);
  server.status = 401;
  const client = clientOf(t, server.url);
  client.connect();
  assert.equal((await nextEvent(client, 'close')).willReconnect, true);
});

/** The delays that the client asks for, below one second; the timers are the real ones. */
function recordDelays(t) {
  const timer = t.mock.method(globalThis, 'setTimeout');
  return () => timer.mock.calls.map((call) => call.arguments[1]).filter((delay) => delay < 1_000);
}

/** The real delays, a thousand times faster. */
const REAL = { base: 500, cap: 30_000, factor: 2, stable: 30_000 };
const thousandth = { random: () => 0.001, herd: 5_000, reconnect: REAL };

test('the delays grow from 500 ms by factor 2 to 30 s, of which a random part is waited', async (t) => {
  const server = await startServer(t);
  await server.stop();
  const delays = recordDelays(t);
  const client = clientOf(t, server.url, thousandth);
  client.connect();
  for (let n = 0; n < 9; n++) {
    await nextState(client, 'waiting');
  }
  assert.deepEqual(delays().slice(0, 9), [0.5, 1, 2, 4, 8, 16, 30, 30, 30]);
});

test('the delay is a random part of the bound, from none to all', async (t) => {
  const server = await startServer(t);
  await server.stop();
  for (const [random, expected] of [
    [0, 0],
    [0.5, 10],
    [0.999, 19.98],
  ]) {
    const delays = recordDelays(t);
    const client = clientOf(t, server.url, { random: () => random, reconnect: { base: 20, cap: 20 } });
    client.connect();
    await nextState(client, 'waiting');
    client.close();
    assert.deepEqual(delays(), [expected]);
    t.mock.restoreAll();
  }
});

for (const [code, expected] of [
  [1001, 5],
  [1012, 5],
  [1013, 5],
  [undefined, 5],
  ['none', 5],
  [1000, 0.5],
  [1011, 0.5],
  [4005, 0.5],
  [4008, 0.5],
]) {
  test(`the first try after close code ${code} is spread over ${expected} s`, async (t) => {
    const delays = recordDelays(t);
    const { client, peer, server } = await connected(t, thousandth);
    const waiting = nextState(client, 'waiting');
    if (code === 'none') {
      peer.terminate();
    } else {
      peer.close(code);
    }
    await waiting;
    assert.deepEqual(delays(), [expected]);
    await Promise.all([server.next(), client.connect()]);
  });
}

test('only a stable connection starts the delays again', async (t) => {
  for (const [stable, expected] of [
    [30_000, [0.5, 1, 2]],
    [0, [0.5, 0.5, 0.5]],
  ]) {
    const delays = recordDelays(t);
    const { client, peer, server } = await connected(t, { ...thousandth, reconnect: { ...REAL, stable } });
    peer.close(4000);
    await nextState(client, 'waiting');
    for (let n = 0; n < 2; n++) {
      const [next] = await Promise.all([server.next(), client.connect()]);
      next.close(4000);
      await nextState(client, 'waiting');
    }
    assert.deepEqual(delays(), expected);
    client.close();
    t.mock.restoreAll();
  }
});

test('connect after close starts the delays again', async (t) => {
  const server = await startServer(t);
  await server.stop();
  const delays = recordDelays(t);
  const client = clientOf(t, server.url, thousandth);
  client.connect();
  await nextState(client, 'waiting');
  await nextState(client, 'waiting');
  client.close();
  client.connect();
  await nextState(client, 'waiting');
  assert.deepEqual(delays(), [0.5, 1, 0.5]);
});

test('the herd wait never makes a long delay shorter', async (t) => {
  const delays = recordDelays(t);
  const { client, peer, server } = await connected(t, { ...thousandth, herd: 1_500 });
  peer.close(1012);
  await nextState(client, 'waiting');
  for (let n = 0; n < 2; n++) {
    const [next] = await Promise.all([server.next(), client.connect()]);
    next.close(1012);
    await nextState(client, 'waiting');
  }
  assert.deepEqual(delays(), [1.5, 1.5, 2]);
});

test('a listener may close the client in any event', async (t) => {
  for (const type of ['state', 'close']) {
    const { client, peer, server } = await connected(t);
    const closes = recordEvents(client, 'close');
    client.addEventListener(type, () => client.close());
    peer.close(4000);
    await nextEvent(client, 'close', ({ willReconnect }) => !willReconnect);
    assert.deepEqual(closes.map(({ willReconnect }) => willReconnect), [true, false]);
    assert.equal(client.state, 'closed');
    assert.equal(server.attempts, 1);
  }
});

test('a client without options has the defaults', () => {
  assert.equal(new VwsClient().state, 'idle');
});
