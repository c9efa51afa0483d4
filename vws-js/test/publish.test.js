import assert from 'node:assert/strict';
import { VwsError } from '../vws.js';
import { clientOf, connected, nextEvent, startServer, test } from './support.js';

const NACK_CODES = [
  'malformed',
  'invalid-topic',
  'data-required',
  'unsupported',
  'forbidden',
  'rate-limited',
  'busy',
  'shutting-down',
  'internal',
];

test('publish resolves with the acknowledgment', async (t) => {
  const { client, peer } = await connected(t);
  const published = client.publish('room/kitchen', { celsius: 21.5 });
  assert.deepEqual(await peer.next(), { t: 'room/kitchen', d: { celsius: 21.5 }, i: 1 });
  peer.ack({ i: 1 });
  assert.equal(await published, undefined);
});

test('answers find their request in any order, and the ids go on after a reconnect', async (t) => {
  const { client, peer, server } = await connected(t);
  const first = client.publish('a', 1);
  const second = client.publish('a', 2);
  assert.deepEqual([(await peer.next()).i, (await peer.next()).i], [1, 2]);
  peer.nack({ i: 2 }, 'forbidden', 'no');
  peer.ack({ i: 1 });
  await first;
  await assert.rejects(second, { code: 'forbidden' });
  peer.close(4000);
  await nextEvent(client, 'close');
  const [next] = await Promise.all([server.next(), client.connect()]);
  client.publish('a', 3).catch(() => {});
  assert.equal((await next.next()).i, 3);
});

for (const code of NACK_CODES) {
  test(`publish rejects with ${code}`, async (t) => {
    const { client, peer } = await connected(t);
    const published = client.publish('a', 1);
    peer.nack(await peer.next(), code, `because of ${code}`);
    await assert.rejects(published, (error) => {
      assert.ok(error instanceof VwsError && error instanceof Error);
      assert.deepEqual([error.name, error.code, error.message], ['VwsError', code, `because of ${code}`]);
      return true;
    });
  });
}

test('publish rejects with "refused" if the server gives no code', async (t) => {
  const { client, peer } = await connected(t);
  for (const answer of [{}, { h: {} }, { h: null, e: null }, { h: 'odd' }]) {
    const published = client.publish('a', 1);
    const { i } = await peer.next();
    peer.send({ k: 'n', i, ...answer });
    await assert.rejects(published, { code: 'refused', message: 'Refused' });
  }
});

test('publish rejects with "timeout", and a late answer is ignored', async (t) => {
  const { client, peer } = await connected(t, { requestTimeout: 300 });
  const published = client.publish('a', 1);
  const request = await peer.next();
  await assert.rejects(published, { code: 'timeout' });
  peer.ack(request);
  const next = client.publish('a', 2);
  await peer.ackNext();
  await next;
});

test('the time limit may be another one for one publish, also while it waits for the connection', async (t) => {
  const { client, peer } = await connected(t);
  const impatient = client.publish('a', 1, { timeout: 20 });
  const patient = client.publish('a', 2);
  await assert.rejects(impatient, { name: 'VwsError', code: 'timeout' });
  await peer.next();
  await peer.ackNext();
  await patient;
  await assert.rejects(clientOf(t, 'ws://localhost/vws').publish('a', 1, { timeout: 20 }), { code: 'timeout' });
});

test('publish sends headers', async (t) => {
  const { client, peer } = await connected(t);
  const published = client.publish('a', 1, { headers: { traceparent: '00-1-2-01' } });
  assert.deepEqual(await peer.ackNext(), { t: 'a', d: 1, h: { traceparent: '00-1-2-01' }, i: 1 });
  await published;
});

test('a peer that does not read bounds what is taken, but not the requests that free it', async (t) => {
  const { client, peer } = await connected(t, { bufferSize: 10_000 });
  const data = 'x'.repeat(100_000);
  peer.freeze();
  let taken = 0;
  while (taken < 1_000 && client.send('a', data)) {
    taken++;
  }
  assert.ok(taken > 0 && taken < 1_000, `${taken} taken`);
  await assert.rejects(client.publish('a', 1), { name: 'VwsError', code: 'queue-full' });
  const { ready, cancel } = client.subscribe('a', () => {});
  const cancelled = cancel();
  await assert.rejects(ready, { code: 'cancelled' });
  peer.thaw();
  for (let n = 0; n < taken; n++) {
    assert.equal((await peer.next()).t, 'a');
  }
  assert.deepEqual([(await peer.ackNext()).k, (await peer.ackNext()).k], ['s', 'u']);
  await cancelled;
  assert.equal(client.send('a', 1), true);
});

test('publish rejects with "unknown-outcome" when the connection is lost, and is not sent again', async (t) => {
  const { client, peer, server } = await connected(t);
  const published = client.publish('a', 1);
  await peer.next();
  peer.terminate();
  await assert.rejects(published, { code: 'unknown-outcome' });
  const [next] = await Promise.all([server.next(), client.connect()]);
  client.send('b', 2);
  assert.deepEqual(await next.next(), { t: 'b', d: 2 });
});

test('publish rejects what is no JSON, and send throws it', async (t) => {
  const { client } = await connected(t);
  const circle = {};
  circle.circle = circle;
  await assert.rejects(client.publish('a', circle), TypeError);
  await assert.rejects(client.publish('a', 1n), TypeError);
  assert.throws(() => client.send('a', circle), TypeError);
});

test('data is what it was when published', async (t) => {
  const server = await startServer(t);
  const client = clientOf(t, server.url);
  const data = { n: 1 };
  client.send('a', data);
  data.n = 2;
  const [peer] = await Promise.all([server.next(), client.connect()]);
  assert.equal((await peer.next()).d.n, 1);
});

test('send has no id and expects no answer', async (t) => {
  const { client, peer } = await connected(t);
  assert.equal(client.send('a', false), true);
  assert.deepEqual(await peer.next(), { t: 'a', d: false });
});

test('messages wait in order for the connection', async (t) => {
  const server = await startServer(t);
  const client = clientOf(t, server.url);
  const published = client.publish('a', 1);
  assert.equal(client.send('a', 2), true);
  const [peer] = await Promise.all([server.next(), client.connect()]);
  assert.equal((await peer.ackNext()).d, 1);
  assert.equal((await peer.next()).d, 2);
  await published;
});

test('messages wait in order for the reconnect', async (t) => {
  const { client, peer, server } = await connected(t, { random: () => 0 });
  peer.close(4000);
  await nextEvent(client, 'close');
  const published = client.publish('a', 1);
  client.send('a', 2);
  const next = await server.next();
  assert.equal((await next.ackNext()).d, 1);
  assert.equal((await next.next()).d, 2);
  await published;
});

test('the queue is bounded to 100 messages', async (t) => {
  const client = clientOf(t, 'ws://localhost/vws');
  for (let n = 0; n < 99; n++) {
    assert.equal(client.send('a', n), true);
  }
  client.publish('a', 99).catch(() => {});
  assert.equal(client.send('a', 100), false);
  await assert.rejects(client.publish('a', 100), { code: 'queue-full' });
});

test('the bound of the queue is an option, and the queue can be used again', async (t) => {
  const server = await startServer(t);
  const client = clientOf(t, server.url, { queueSize: 1 });
  assert.deepEqual([client.send('a', 1), client.send('a', 2)], [true, false]);
  const [peer] = await Promise.all([server.next(), client.connect()]);
  assert.equal((await peer.next()).d, 1);
  peer.close(4000);
  await nextEvent(client, 'close');
  assert.deepEqual([client.send('a', 3), client.send('a', 4)], [true, false]);
  assert.equal((await (await server.next()).next()).d, 3);
});

test('what waited too long is not sent and gives its place free', async (t) => {
  const server = await startServer(t);
  const client = clientOf(t, server.url, { requestTimeout: 300, queueSize: 2 });
  client.send('a', 'stale');
  await assert.rejects(client.publish('a', 'stale'), { code: 'timeout' });
  assert.equal(client.send('a', 'fresh'), true);
  const [peer] = await Promise.all([server.next(), client.connect()]);
  assert.equal((await peer.next()).d, 'fresh');
});
