import assert from 'node:assert/strict';
import { clientOf, connected, handled, nextEvent, recordEvents, startServer, test } from './support.js';

/** A client with one confirmed subscription, and what its listener got. */
async function subscribed(t, pattern, options) {
  const scene = await connected(t, options);
  const received = [];
  const subscription = scene.client.subscribe(pattern, (data, event) => received.push(event));
  await scene.peer.ackNext();
  await subscription.ready;
  return { ...scene, subscription, received };
}

test('subscribe is confirmed by the acknowledgment', async (t) => {
  const { client, peer } = await connected(t);
  const { pattern, ready } = client.subscribe('room/+name/#rest', () => {});
  assert.equal(pattern, 'room/+name/#rest');
  assert.deepEqual(await peer.next(), { k: 's', t: 'room/+name/#rest', i: 1 });
  peer.ack({ i: 1 });
  assert.equal(await ready, undefined);
});

test('a listener gets data, topic, headers and variables', async (t) => {
  const { client, peer, received } = await subscribed(t, 'room/+name/#rest');
  peer.send({ t: 'room/kitchen/heated/now', d: { celsius: 21.5 }, h: { traceparent: '00-a-b-01' } });
  peer.send({ k: '', t: 'room/bath', d: null });
  peer.send({ k: null, t: 'room/hall', d: 0 });
  await handled(client, peer);
  assert.deepEqual(received, [
    {
      topic: 'room/kitchen/heated/now',
      data: { celsius: 21.5 },
      headers: { traceparent: '00-a-b-01' },
      variables: { name: 'kitchen', rest: 'heated/now' },
    },
    { topic: 'room/bath', data: null, headers: {}, variables: { name: 'bath', rest: '' } },
    { topic: 'room/hall', data: 0, headers: {}, variables: { name: 'hall', rest: '' } },
  ]);
});

test('a refused subscription is gone, and told without an unhandled rejection', async (t) => {
  const { client, peer, server } = await connected(t);
  const received = [];
  const error = nextEvent(client, 'error');
  const subscription = client.subscribe('secret', (data) => received.push(data));
  peer.nack(await peer.next(), 'forbidden', 'Not for you');
  const detail = await error;
  assert.deepEqual([detail.error.code, detail.error.message, detail.pattern], ['forbidden', 'Not for you', 'secret']);
  await assert.rejects(subscription.ready, { name: 'VwsError', code: 'forbidden', message: 'Not for you' });

  peer.send({ t: 'secret', d: 1 });
  await handled(client, peer);
  assert.deepEqual(received, []);
  await subscription.cancel();
  peer.close(4000);
  const next = await server.next();
  await client.connect();
  await handled(client, next);
  assert.equal(next.unread, 0);
});

for (const code of ['invalid-pattern', 'too-many-subscriptions', 'forbidden']) {
  test(`subscribe rejects with ${code}, and may be tried again`, async (t) => {
    const { client, peer } = await connected(t);
    const refused = client.subscribe('a', () => {});
    peer.nack(await peer.next(), code, 'no');
    await assert.rejects(refused.ready, { code });
    const second = client.subscribe('a', () => {});
    await peer.ackNext();
    await second.ready;
  });
}

for (const code of ['busy', 'rate-limited', 'shutting-down', 'internal']) {
  test(`subscribe that meets ${code} is tried again`, async (t) => {
    const { client, peer } = await connected(t);
    const errors = recordEvents(client, 'error');
    const { ready } = client.subscribe('a', () => {});
    peer.nack(await peer.next(), code, 'not now');
    assert.equal((await peer.ackNext()).t, 'a');
    await ready;
    assert.deepEqual(errors, []);
  });
}

test('subscribe that a stopping server refuses is made at the next one', async (t) => {
  const { client, peer, server } = await connected(t);
  const { ready } = client.subscribe('a', () => {});
  peer.nack(await peer.next(), 'shutting-down', 'Server shutting down');
  peer.close(1001);
  assert.equal((await (await server.next()).ackNext()).t, 'a');
  await ready;
});

test('subscribe that is not answered is tried again', async (t) => {
  const { client, peer } = await connected(t, { requestTimeout: 300 });
  const { ready } = client.subscribe('a', () => {});
  await peer.next();
  assert.equal((await peer.ackNext()).t, 'a');
  await ready;
});

test('subscribe that is refused after a try that was not answered is withdrawn', async (t) => {
  const { client, peer } = await connected(t, { requestTimeout: 300 });
  const { ready } = client.subscribe('a', () => {});
  await peer.next(); // granted perhaps, too late for us to hear of it
  peer.nack(await peer.next(), 'forbidden', 'no');
  await assert.rejects(ready, { code: 'forbidden' });
  assert.deepEqual(await peer.ackNext(), { k: 'u', t: 'a', i: 3 });
});

test('subscribe before connect takes effect on connect', async (t) => {
  const server = await startServer(t);
  const client = clientOf(t, server.url);
  const gaps = recordEvents(client, 'gap');
  const { ready } = client.subscribe('a', () => {});
  const [peer] = await Promise.all([server.next(), client.connect()]);
  assert.equal((await peer.ackNext()).k, 's');
  await ready;
  await handled(client, peer);
  assert.deepEqual(gaps, []);
});

test('subscribe whose answer is lost with the connection is made again', async (t) => {
  const { client, peer, server } = await connected(t);
  const { ready } = client.subscribe('a', () => {});
  await peer.next();
  peer.terminate();
  assert.equal((await (await server.next()).ackNext()).t, 'a');
  await ready;
});

test('listeners of one pattern share a subscription at the server', async (t) => {
  const { client, peer, subscription, received } = await subscribed(t, 'a');
  const second = client.subscribe('a', (data, event) => received.push(event));
  await second.ready;
  peer.send({ t: 'a', d: 1 });
  await handled(client, peer);
  assert.equal(received.length, 2);

  await subscription.cancel();
  peer.send({ t: 'a', d: 2 });
  await handled(client, peer);
  assert.equal(received.length, 3);

  const cancelled = second.cancel();
  assert.deepEqual(await peer.next(), { k: 'u', t: 'a', i: 4 });
  peer.ack({ i: 4 });
  await cancelled;
});

test('the same function may listen twice', async (t) => {
  const { client, peer } = await connected(t);
  const received = [];
  const listener = (data) => received.push(data);
  const first = client.subscribe('a', listener);
  client.subscribe('a', listener);
  await peer.ackNext();
  peer.send({ t: 'a', d: 1 });
  await handled(client, peer);
  await first.cancel();
  await first.cancel();
  peer.send({ t: 'a', d: 2 });
  await handled(client, peer);
  assert.deepEqual(received, [1, 1, 2]);
});

test('every matching pattern gets the event, each with its variables', async (t) => {
  const { client, peer } = await connected(t);
  const received = [];
  for (const pattern of ['a/+x', 'a/#y', '#', 'b', 'a/+z/c']) {
    client.subscribe(pattern, (data, { variables }) => received.push([pattern, variables]));
    await peer.ackNext();
  }
  peer.send({ t: 'a/1', d: 0 });
  await handled(client, peer);
  assert.deepEqual(received, [
    ['a/+x', { x: '1' }],
    ['a/#y', { y: '1' }],
    ['#', {}],
  ]);
});

test('cancel ends the subscription at the server and its listener at once', async (t) => {
  const { client, peer, subscription, received, server } = await subscribed(t, 'a');
  const cancelled = subscription.cancel();
  assert.equal((await peer.next()).k, 'u');
  peer.send({ t: 'a', d: 'on its way' });
  peer.ack({ i: 2 });
  await cancelled;
  assert.deepEqual(received, []);

  peer.close(4000);
  const next = await server.next();
  await client.connect();
  await handled(client, next);
  assert.equal(next.unread, 0);
});

test('cancel before the answer rejects ready with "cancelled", and is no error', async (t) => {
  const { client, peer } = await connected(t);
  const errors = recordEvents(client, 'error');
  const { ready, cancel } = client.subscribe('a', () => {});
  const cancelled = cancel();
  await assert.rejects(ready, { code: 'cancelled' });
  const [subscribe, unsubscribe] = [await peer.next(), await peer.next()];
  assert.deepEqual([subscribe.k, unsubscribe.k], ['s', 'u']);
  peer.nack(subscribe, 'forbidden', 'no');
  peer.ack(unsubscribe);
  await cancelled;
  assert.deepEqual(errors, []);
});

test('cancel and subscribe again before the answers keeps the new subscription', async (t) => {
  const { client, peer } = await connected(t);
  const received = [];
  client.subscribe('a', () => {}).cancel();
  const { ready } = client.subscribe('a', (data) => received.push(data));
  const kinds = [];
  for (let n = 0; n < 3; n++) {
    const message = await peer.next();
    kinds.push(message.k);
    if (n === 0) {
      peer.nack(message, 'busy', 'the first one');
    } else {
      peer.ack(message);
    }
  }
  assert.deepEqual(kinds, ['s', 'u', 's']);
  await ready;
  peer.send({ t: 'a', d: 1 });
  await handled(client, peer);
  assert.deepEqual(received, [1]);
});

test('cancel rejects when the server refuses, and resolves when the connection ends', async (t) => {
  const { client, peer, subscription } = await subscribed(t, 'a');
  const other = client.subscribe('b', () => {});
  await peer.ackNext();
  const refused = subscription.cancel();
  peer.nack(await peer.next(), 'internal', 'no');
  await assert.rejects(refused, { code: 'internal' });
  const ended = other.cancel();
  await peer.next();
  peer.terminate();
  await ended;
});

test('cancel while offline is local', async (t) => {
  const { client, peer, subscription, server } = await subscribed(t, 'a');
  peer.close(4000);
  await nextEvent(client, 'close');
  await subscription.cancel();
  const next = await server.next();
  await client.connect();
  await handled(client, next);
  assert.equal(next.unread, 0);
});

test('unsubscribeAll ends everything with one request', async (t) => {
  const { client, peer, received, server } = await subscribed(t, 'a');
  const pending = client.subscribe('b', () => {});
  await peer.next();
  const done = client.unsubscribeAll();
  await assert.rejects(pending.ready, { code: 'cancelled' });
  assert.deepEqual(await peer.next(), { k: 'U', i: 3 });
  peer.send({ t: 'a', d: 1 });
  peer.ack({ i: 3 });
  await done;
  assert.deepEqual(received, []);

  peer.close(4000);
  const next = await server.next();
  await client.connect();
  await handled(client, next);
  assert.equal(next.unread, 0);
});

test('unsubscribeAll rejects when the server refuses, and is local while offline', async (t) => {
  const { client, peer } = await subscribed(t, 'a');
  const refused = client.unsubscribeAll();
  peer.nack(await peer.next(), 'busy', 'no');
  await assert.rejects(refused, { code: 'busy' });
  await clientOf(t, 'ws://localhost/vws').unsubscribeAll();
});

test('after a reconnect subscriptions come before what was queued, then the gap is told', async (t) => {
  const before = new Date();
  const { client, peer, server } = await subscribed(t, 'a', { random: () => 0 });
  client.subscribe('b/+', () => {});
  await peer.ackNext();
  peer.close(4000);
  await nextEvent(client, 'close');
  const published = client.publish('x', 1);
  client.subscribe('new', () => {});
  const gaps = recordEvents(client, 'gap');
  const gap = nextEvent(client, 'gap');

  const next = await server.next();
  const messages = [];
  for (let n = 0; n < 4; n++) {
    messages.push(await next.next());
  }
  assert.deepEqual(
    messages.map(({ k, t: text }) => [k, text]),
    [['s', 'a'], ['s', 'b/+'], ['s', 'new'], [undefined, 'x']],
  );
  next.ack(messages[3]);
  await published;
  assert.deepEqual(gaps, []);
  messages.slice(0, 3).forEach((message) => next.ack(message));
  const { from, to, patterns } = await gap;
  assert.deepEqual(patterns, ['a', 'b/+']);
  assert.ok(before <= from && from <= to && to <= new Date());
});

test('events flow again after a reconnect', async (t) => {
  const { client, peer, server, received } = await subscribed(t, 'a');
  peer.terminate();
  const next = await server.next();
  await next.ackNext();
  next.send({ t: 'a', d: 1 });
  await handled(client, next);
  assert.equal(received.length, 1);
});

test('a gap goes on when the reconnect fails half-way, and starts when the first connection was lost', async (t) => {
  const { client, peer, server } = await subscribed(t, 'a', { random: () => 1, reconnect: { base: 5, cap: 5 } });
  const gaps = recordEvents(client, 'gap');
  peer.close(4000);
  await nextEvent(client, 'close');
  const lostAt = new Date();
  const second = await server.next();
  await second.next();
  second.close(4000);
  const third = await server.next();
  const subscribe = await third.next();
  assert.deepEqual(gaps, []);
  const gap = nextEvent(client, 'gap');
  third.ack(subscribe);
  assert.ok((await gap).from <= lostAt);

  const again = nextEvent(client, 'gap');
  third.close(4000);
  await (await server.next()).ackNext();
  assert.ok((await again).from >= lostAt);
  assert.notDeepEqual((await again).from, (await gap).from);
});

test('a subscription refused after a reconnect is gone and told', async (t) => {
  const { client, peer, server } = await subscribed(t, 'a');
  const error = nextEvent(client, 'error');
  const gap = nextEvent(client, 'gap');
  peer.close(4005);
  const next = await server.next();
  next.nack(await next.next(), 'forbidden', 'not any more');
  assert.deepEqual([(await error).pattern, (await error).error.code], ['a', 'forbidden']);
  assert.deepEqual((await gap).patterns, []);
});

for (const code of ['busy', 'rate-limited', 'shutting-down', 'internal']) {
  test(`a subscription that meets ${code} after a reconnect is tried again`, async (t) => {
    const { client, peer, server, received } = await subscribed(t, 'a');
    const gap = nextEvent(client, 'gap', ({ patterns }) => patterns.length > 0);
    peer.close(4000);
    const next = await server.next();
    next.nack(await next.next(), code, 'not now');
    assert.equal((await next.ackNext()).t, 'a');
    assert.deepEqual((await gap).patterns, ['a']);
    next.send({ t: 'a', d: 1 });
    await handled(client, next);
    assert.equal(received.length, 1);
  });
}

test('a listener that throws or rejects is reported and harms nobody', async (t) => {
  const { client, peer } = await connected(t);
  const reported = [];
  globalThis.reportError = (error) => reported.push(error.message);
  t.after(() => delete globalThis.reportError);
  const errors = recordEvents(client, 'error');
  const received = [];
  client.subscribe('a', () => {
    throw new Error('thrown');
  });
  client.subscribe('a', async () => {
    throw new Error('rejected');
  });
  client.subscribe('a', (data) => received.push(data));
  await peer.ackNext();
  peer.send({ t: 'a', d: 1 });
  await handled(client, peer);
  assert.deepEqual(received, [1]);
  assert.deepEqual(errors.map(({ error }) => error.message), ['thrown', 'rejected']);
  assert.deepEqual(reported, ['thrown', 'rejected']);
});

test('a listener may cancel, subscribe, publish and close', async (t) => {
  const { client, peer } = await connected(t);
  const received = [];
  const first = client.subscribe('a', () => {
    first.cancel();
    second.cancel();
    client.subscribe('a', () => received.push('new'));
    client.publish('b', 1).then(() => received.push('published'));
  });
  const second = client.subscribe('a', () => received.push('cancelled'));
  await peer.ackNext();
  peer.send({ t: 'a', d: 1 });
  for (const expected of ['u', 's', undefined]) {
    assert.equal((await peer.ackNext()).k, expected);
  }
  await handled(client, peer);
  assert.deepEqual(received, ['published']);

  client.subscribe('all', () => client.unsubscribeAll());
  client.subscribe('#', () => received.push('unsubscribed'));
  await peer.ackNext();
  await peer.ackNext();
  peer.send({ t: 'all', d: 1 });
  assert.equal((await peer.ackNext()).k, 'U');
  await handled(client, peer);
  assert.deepEqual(received, ['published']);

  client.subscribe('end', () => client.close());
  await peer.ackNext();
  peer.send({ t: 'end', d: 1 });
  await peer.closed;
});

test('a subscription that waits to be tried again keeps no gap of the others', async (t) => {
  const { client, peer, server } = await subscribed(t, 'a', { reconnect: { base: 300, cap: 300 }, random: () => 1 });
  const gaps = recordEvents(client, 'gap');
  client.subscribe('b', () => {});
  await peer.ackNext();
  client.subscribe('never', () => {});
  peer.nack(await peer.next(), 'internal', 'as always');
  peer.close(4000);
  const next = await server.next();
  const requests = [await next.next(), await next.next(), await next.next()];
  assert.deepEqual(requests.map((request) => request.t), ['a', 'b', 'never']);
  next.ack(requests[0]);
  next.nack(requests[1], 'busy', 'not now');
  next.nack(requests[2], 'internal', 'as always');
  await handled(client, next);
  await handled(client, next);
  assert.deepEqual(gaps.map(({ patterns }) => patterns), [['a']]);
  const again = [await next.next(), await next.next()].find((request) => request.t === 'b');
  next.ack(again);
  await nextEvent(client, 'gap');
  assert.deepEqual(gaps.map(({ patterns }) => patterns), [['a'], ['b']]);
  assert.deepEqual(gaps[1].from, gaps[0].from);
});

test('close leaves no timer of a subscription that is to be tried again', async (t) => {
  const { client, peer } = await connected(t, { reconnect: { base: 60_000, cap: 60_000 }, random: () => 1 });
  const started = t.mock.method(globalThis, 'setTimeout').mock;
  client.subscribe('a', () => {});
  peer.nack(await peer.next(), 'busy', 'not now');
  await handled(client, peer);
  const stopped = t.mock.method(globalThis, 'clearTimeout').mock;
  client.close();
  const retries = started.calls.filter((call) => call.arguments[1] === 60_000).map((call) => call.result);
  assert.equal(retries.length, 1);
  assert.ok(stopped.calls.some((call) => call.arguments[0] === retries[0]));
});

test('cancel of one of several listeners rejects its ready', async (t) => {
  const { client, peer } = await connected(t);
  const first = client.subscribe('a', () => {});
  client.subscribe('a', () => {});
  await peer.next();
  await first.cancel();
  await assert.rejects(first.ready, { code: 'cancelled' });
});
