import assert from 'node:assert/strict';
import { clientOf, connected, handled, nextEvent, nextState, startServer, test } from './support.js';

/** What a page has and Node has not: a window and a document that dispatch events. */
function fakePage(t) {
  const window = new EventTarget();
  const listeners = new Set();
  globalThis.document = Object.assign(new EventTarget(), { hidden: false });
  globalThis.addEventListener = (type, listener) => {
    listeners.add(listener);
    window.addEventListener(type, listener);
  };
  globalThis.removeEventListener = (type, listener) => {
    listeners.delete(listener);
    window.removeEventListener(type, listener);
  };
  t.after(() => {
    delete globalThis.document;
    delete globalThis.addEventListener;
    delete globalThis.removeEventListener;
  });
  return { window, document: globalThis.document, listeners };
}

test('after a silence the client asks, and the answer keeps the connection', async (t) => {
  const { client, peer } = await connected(t, { idle: 10, pong: 5_000 });
  for (let id = 1; id <= 3; id++) {
    assert.deepEqual(await peer.next(), { k: 'u', t: '$ping', i: id });
    peer.ack({ i: id });
  }
  assert.equal(client.state, 'open');
});

test('any frame is a sign of life', async (t) => {
  const { client, peer } = await connected(t, { idle: 10, pong: 5_000 });
  for (const frame of ['{"t":"a","d":1}', 'garbage', '{"k":"n","i":3}']) {
    assert.equal((await peer.next()).t, '$ping');
    peer.raw(frame);
  }
  assert.equal((await peer.next()).t, '$ping');
  assert.equal(client.state, 'open');
});

test('without an answer the client reconnects at once, even if the server does not close', async (t) => {
  const { client, peer, server } = await connected(t, { idle: 10, pong: 10 });
  const closed = nextEvent(client, 'close');
  peer.freeze();
  assert.deepEqual(await closed, { code: 4012, reason: 'No answer to a ping', willReconnect: true });
  const next = await server.next();
  assert.equal((await next.next()).t, '$ping');
});

test('a page that is online again or shown asks at once, but only once', async (t) => {
  const { window, document, listeners } = fakePage(t);
  const { client, peer } = await connected(t);
  for (const show of [
    () => window.dispatchEvent(new Event('online')),
    () => document.dispatchEvent(new Event('visibilitychange')),
  ]) {
    show();
    show();
    assert.equal((await peer.ackNext()).t, '$ping');
    await handled(client, peer);
    assert.equal(peer.unread, 0);
  }
  assert.equal(listeners.size, 1);
  client.close();
  assert.equal(listeners.size, 0);
});

/** Waits for the next attempt longer than any test. */
const PATIENT = { random: () => 0.999, reconnect: { base: 30_000, cap: 30_000 } };

test('a page that is online again or shown does not wait for the next attempt', async (t) => {
  const { window, document } = fakePage(t);
  const { client, peer, server } = await connected(t, PATIENT);
  let last = peer;
  for (const show of [
    () => window.dispatchEvent(new Event('online')),
    () => document.dispatchEvent(new Event('visibilitychange')),
  ]) {
    const waiting = nextState(client, 'waiting');
    last.close(4000);
    await waiting;
    show();
    assert.equal(client.state, 'connecting');
    show();
    [last] = await Promise.all([server.next(), client.connect()]);
    await handled(client, last);
    assert.equal(last.unread, 0);
  }
  assert.equal(server.attempts, 3);
});

test('a page that comes online starts the delays again, one that is shown does not', async (t) => {
  const { window, document } = fakePage(t);
  const server = await startServer(t);
  await server.stop();
  const { mock } = t.mock.method(globalThis, 'setTimeout');
  const delays = () => mock.calls.map((call) => call.arguments[1]).filter((delay) => delay > 10_000);
  const reconnect = { base: 20_000, cap: 1_000_000 };
  const client = clientOf(t, server.url, { random: () => 0.999, reconnect });
  client.connect();
  for (const show of [
    () => document.dispatchEvent(new Event('visibilitychange')),
    () => window.dispatchEvent(new Event('online')),
    () => {},
  ]) {
    await nextState(client, 'waiting');
    show();
  }
  assert.deepEqual(delays(), [19_980, 39_960, 19_980]);
});

test('a page that is hidden asks nothing and tries nothing', async (t) => {
  const { document } = fakePage(t);
  const { client, peer, server } = await connected(t, PATIENT);
  document.hidden = true;
  document.dispatchEvent(new Event('visibilitychange'));
  await handled(client, peer);
  assert.equal(peer.unread, 0);
  peer.close(4000);
  await nextEvent(client, 'close');
  document.dispatchEvent(new Event('visibilitychange'));
  assert.equal(client.state, 'waiting');
  assert.equal(server.attempts, 1);
});

test('a page that was not connected or is closed tries nothing', (t) => {
  const { window } = fakePage(t);
  const client = clientOf(t, 'ws://localhost/vws');
  window.dispatchEvent(new Event('online'));
  assert.equal(client.state, 'idle');
  client.close();
  window.dispatchEvent(new Event('online'));
  assert.equal(client.state, 'closed');
});
