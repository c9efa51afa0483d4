import assert from 'node:assert/strict';
import { clientOf, connected, handled, nextEvent, startServer, test } from './support.js';

/** A client with a confirmed loop over `a/+x`. */
async function looping(t, options) {
  const scene = await connected(t);
  const events = scene.client.events('a/+x', options);
  await scene.peer.ackNext();
  return { ...scene, events };
}

const over = { value: undefined, done: true };

test('a loop gets the events in order, and leaving it unsubscribes', async (t) => {
  const { client, peer, events } = await looping(t);
  for (let n = 1; n <= 3; n++) {
    peer.send({ t: `a/${n}`, d: n, h: { traceparent: 'x' } });
  }
  const received = [];
  for await (const event of events) {
    received.push(event);
    if (received.length === 2) break;
  }
  assert.deepEqual(received, [
    { topic: 'a/1', data: 1, headers: { traceparent: 'x' }, variables: { x: '1' } },
    { topic: 'a/2', data: 2, headers: { traceparent: 'x' }, variables: { x: '2' } },
  ]);
  const unsubscribe = await peer.ackNext();
  assert.deepEqual([unsubscribe.k, unsubscribe.t], ['u', 'a/+x']);
  assert.deepEqual(await events.next(), over);
  await handled(client, peer);
  assert.equal(peer.unread, 0);
});

test('events wait from the subscription on, not only from the beginning of the loop', async (t) => {
  const { client, peer, events } = await looping(t);
  peer.send({ t: 'a/1', d: 'early' });
  await handled(client, peer);
  assert.equal((await events.next()).value.data, 'early');
});

test('a loop waits for what comes later, and so may several takers', async (t) => {
  const { peer, events } = await looping(t);
  const taken = [events.next(), events.next(), events.next()];
  for (let n = 1; n <= 3; n++) {
    peer.send({ t: 'a/1', d: n });
  }
  assert.deepEqual((await Promise.all(taken)).map(({ value }) => value.data), [1, 2, 3]);
});

test('a loop that throws unsubscribes', async (t) => {
  const { peer, events } = await looping(t);
  peer.send({ t: 'a/1', d: 1 });
  await assert.rejects(async () => {
    for await (const { data } of events) throw new Error(`did not like ${data}`);
  }, { message: 'did not like 1' });
  assert.equal((await peer.ackNext()).k, 'u');
});

test('return ends what waits for an event', async (t) => {
  const { peer, events } = await looping(t);
  const waiting = events.next();
  assert.deepEqual(await events.return('done'), { value: 'done', done: true });
  assert.deepEqual(await waiting, over);
  assert.equal((await peer.ackNext()).k, 'u');
});

test('a loop shares its subscription with listeners, and gets each event once', async (t) => {
  const { client, peer, events } = await looping(t);
  const received = [];
  client.subscribe('a/+x', (data) => received.push(data));
  const other = client.events('a/+x');
  peer.send({ t: 'a/1', d: 1 });
  peer.send({ t: 'a/2', d: 2 });
  for (const loop of [events, other]) {
    assert.deepEqual([(await loop.next()).value.data, (await loop.next()).value.data], [1, 2]);
  }
  await Promise.all([events.return(), other.return()]);
  peer.send({ t: 'a/3', d: 3 });
  await handled(client, peer);
  assert.deepEqual(received, [1, 2, 3]);
});

test('what does not fit makes the loop throw, after what did fit', async (t) => {
  const { client, peer, events } = await looping(t, { queueSize: 2 });
  for (let n = 1; n <= 4; n++) {
    peer.send({ t: 'a/1', d: n });
  }
  assert.deepEqual([(await peer.ackNext()).k], ['u']);
  await handled(client, peer);
  const received = [];
  await assert.rejects(async () => {
    for await (const { data } of events) received.push(data);
  }, { name: 'VwsError', code: 'overflow' });
  assert.deepEqual(received, [1, 2]);
  assert.deepEqual(await events.next(), over);
});

test('1024 events may wait if nothing else is said', async (t) => {
  const { client, peer, events } = await looping(t);
  for (let n = 1; n <= 1_024; n++) {
    peer.send({ t: 'a/1', d: n });
  }
  await handled(client, peer);
  assert.equal((await events.next()).value.data, 1);
  peer.send({ t: 'a/1', d: 1_025 });
  peer.send({ t: 'a/1', d: 1_026 });
  assert.equal((await peer.ackNext()).k, 'u');
});

test('a signal ends the loop and forgets what waits', async (t) => {
  const controller = new AbortController();
  const { client, peer, events } = await looping(t, { signal: controller.signal });
  peer.send({ t: 'a/1', d: 1 });
  await handled(client, peer);
  controller.abort();
  for await (const event of events) assert.fail(event);
  assert.equal((await peer.ackNext()).k, 'u');
});

test('a signal ends a loop that waits', async (t) => {
  const controller = new AbortController();
  const { peer, events } = await looping(t, { signal: controller.signal });
  const waiting = events.next();
  controller.abort();
  assert.deepEqual(await waiting, over);
  assert.equal((await peer.ackNext()).k, 'u');
});

test('a signal that was aborted before ends the loop at once', async (t) => {
  const client = clientOf(t, 'ws://localhost/vws');
  assert.deepEqual(await client.events('a', { signal: AbortSignal.abort() }).next(), over);
});

test('a signal outlives its loops without holding them', async (t) => {
  const client = clientOf(t, 'ws://localhost/vws');
  const { signal } = new AbortController();
  const added = t.mock.method(signal, 'addEventListener');
  const removed = t.mock.method(signal, 'removeEventListener');
  await client.events('a', { signal }).return();
  assert.deepEqual(removed.mock.calls[0].arguments, added.mock.calls[0].arguments);
});

for (const [name, end] of [
  ['close', (client) => client.close()],
  ['unsubscribeAll', (client) => client.unsubscribeAll()],
]) {
  test(`${name} ends the loop`, async (t) => {
    const { client, peer, events } = await looping(t);
    const pending = client.events('b');
    await peer.ackNext();
    peer.send({ t: 'a/1', d: 'forgotten' });
    await handled(client, peer);
    const waiting = pending.next();
    end(client);
    assert.deepEqual(await events.next(), over);
    assert.deepEqual(await waiting, over);
  });
}

test('a refused subscription makes the loop throw', async (t) => {
  const { client, peer } = await connected(t);
  const waiting = client.events('secret').next();
  peer.nack(await peer.next(), 'forbidden', 'Not for you');
  await assert.rejects(waiting, { name: 'VwsError', code: 'forbidden', message: 'Not for you' });
});

test('a terminal end makes the loop throw after what came, and connect does not bring it back', async (t) => {
  const { client, peer, server, events } = await looping(t);
  const unconfirmed = client.events('b').next();
  await peer.next();
  peer.send({ t: 'a/1', d: 1 });
  peer.close(4503, 'operator');
  await assert.rejects(unconfirmed, { code: 'terminated' });
  assert.equal((await events.next()).value.data, 1);
  await assert.rejects(events.next(), { name: 'VwsError', code: 'terminated' });
  assert.deepEqual(await events.next(), over);
  const [next] = await Promise.all([server.next(), client.connect()]);
  await handled(client, next);
  assert.equal(next.unread, 0);
});

test('a loop goes on after a reconnect, and after one that refuses it throws', async (t) => {
  const { client, peer, server, events } = await looping(t);
  const gap = nextEvent(client, 'gap');
  peer.terminate();
  const second = await server.next();
  await second.ackNext();
  second.send({ t: 'a/1', d: 1 });
  assert.equal((await events.next()).value.data, 1);
  assert.deepEqual((await gap).patterns, ['a/+x']);
  second.close(4005);
  const third = await server.next();
  third.nack(await third.next(), 'forbidden', 'not any more');
  await assert.rejects(events.next(), { code: 'forbidden' });
});

test('a loop may begin before the client is connected', async (t) => {
  const server = await startServer(t);
  const client = clientOf(t, server.url);
  const waiting = client.events('a').next();
  const [peer] = await Promise.all([server.next(), client.connect()]);
  await peer.ackNext();
  peer.send({ t: 'a', d: 1 });
  assert.equal((await waiting).value.data, 1);
});
