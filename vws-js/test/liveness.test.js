import assert from 'node:assert/strict';
import { connected, nextEvent, test } from './support.js';

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
    const published = client.publish('fence', 0);
    assert.equal((await peer.ackNext()).t, 'fence');
    await published;
  }
  assert.equal(listeners.size, 1);
  client.close();
  assert.equal(listeners.size, 0);
});

test('a page that is hidden does not ask, and one that is not connected neither', async (t) => {
  const { window, document } = fakePage(t);
  const { client, peer, server } = await connected(t);
  document.hidden = true;
  document.dispatchEvent(new Event('visibilitychange'));
  client.send('fence', 0);
  assert.equal((await peer.next()).t, 'fence');
  peer.close(4000);
  await nextEvent(client, 'close');
  window.dispatchEvent(new Event('online'));
  const next = await server.next();
  await client.connect();
  client.send('fence', 0);
  assert.equal((await next.next()).t, 'fence');
});
