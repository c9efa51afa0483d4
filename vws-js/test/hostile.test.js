import assert from 'node:assert/strict';
import { clientOf, connected, handled, nextEvent, recordEvents, startRawServer, test } from './support.js';

const GARBAGE = [
  '',
  ' ',
  'x',
  '{',
  '{"k":"a"',
  'null',
  'true',
  '42',
  '"text"',
  '[]',
  '[{"t":"a","d":1}]',
  '{}',
  '{"d":1}',
  '{"t":null,"d":1}',
  '{"t":7,"d":1}',
  '{"t":["a"],"d":1}',
  '{"k":"a"}',
  '{"k":"n"}',
  '{"k":"a","i":null}',
  '{"k":"a","i":"1"}',
  '{"k":"n","i":"1","e":"no"}',
  '{"k":"a","i":99}',
  '{"k":"n","i":1.5}',
  '{"k":"A","i":2}',
  '{"k":"x","i":2}',
  '{"k":"x","t":"a","d":1}',
  '{"k":"s","t":"a","i":2}',
  '{"k":{},"t":"a","d":1}',
  '{"K":"a","I":2}',
  Buffer.from([0xff, 0xfe, 0x00]),
];

test('what cannot be read, is unknown or answers nothing is ignored', async (t) => {
  const { client, peer } = await connected(t);
  const errors = recordEvents(client, 'error');
  const received = [];
  client.subscribe('a', (data) => received.push(data));
  await peer.ackNext();
  const published = client.publish('b', 1);
  const request = await peer.next();
  GARBAGE.forEach((frame) => peer.raw(frame));
  peer.send({ t: 'a', d: 'still here', x: 'unknown key', h: { unknown: 'header' } });
  peer.ack(request);
  peer.ack(request);
  peer.nack(request, 'internal', 'second thoughts');
  await published;
  assert.deepEqual(received, ['still here']);
  assert.deepEqual(errors, []);
  assert.equal(client.state, 'open');
});

test('headers, reasons and codes of every type harm nobody', async (t) => {
  const { client, peer } = await connected(t);
  const received = [];
  client.subscribe('a', (data, event) => received.push(event.topic));
  await peer.ackNext();
  for (const odd of [null, 0, '', 'text', [], {}, { 'vws-code': {} }, { 'vws-code': null }]) {
    peer.send({ t: 'a', d: 1, h: odd });
    const published = client.publish('b', 1);
    const { i } = await peer.next();
    peer.send({ k: 'n', i, e: odd, h: odd });
    await assert.rejects(published, { name: 'VwsError' });
  }
  assert.equal(received.length, 8);
  assert.equal(client.state, 'open');
});

test('a server that never answers lets nobody wait for ever', async (t) => {
  const { client, peer } = await connected(t, { requestTimeout: 300 });
  const subscribed = client.subscribe('a', () => {});
  await peer.ackNext();
  await subscribed.ready;
  const waiting = [client.publish('a', 1), subscribed.cancel()];
  await Promise.all(waiting.map((promise) => assert.rejects(promise, { code: 'timeout' })));
  await assert.rejects(client.unsubscribeAll(), { code: 'timeout' });
  assert.equal(client.state, 'open');
  for (let n = 0; n < 3; n++) {
    await peer.next();
  }
  await handled(client, peer);
});

/** Frames of a server that break RFC 6455. */
const BROKEN_FRAMES = {
  'a masked frame': [0x81, 0x81, 0, 0, 0, 0, 0x78],
  'a reserved bit': [0xc1, 0x01, 0x78],
  'a reserved opcode': [0x83, 0x00],
  'invalid UTF-8': [0x81, 0x02, 0xc3, 0x28],
  'a continuation of nothing': [0x80, 0x01, 0x78],
  'a fragmented ping': [0x09, 0x00],
  'a length of 2^63': [0x81, 0x7f, 0x80, 0, 0, 0, 0, 0, 0, 0],
  'a close frame of one byte': [0x88, 0x01, 0x03],
  'close code 999': [0x88, 0x02, 0x03, 0xe7],
  'close code 1005': [0x88, 0x02, 0x03, 0xed],
  'close code 5000': [0x88, 0x02, 0x13, 0x88],
};

for (const [name, bytes] of Object.entries(BROKEN_FRAMES)) {
  test(`after ${name} the client comes back`, async (t) => {
    const { client, peer, server } = await connected(t);
    const closed = nextEvent(client, 'close');
    peer.request.socket.write(Buffer.from(bytes));
    assert.equal((await closed).willReconnect, true);
    await Promise.all([server.next(), client.connect()]);
  });
}

const UPGRADE = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';

/** Answers to an upgrade that open nothing. */
const BROKEN_UPGRADES = {
  'is no HTTP': 'SSH-2.0-OpenSSH_9.6\r\n',
  'is not an upgrade': 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
  'accepts another key': `${UPGRADE}Sec-WebSocket-Accept: c3RpbGwgbm90aGluZyBmb3I=\r\n\r\n`,
  'has no key': `${UPGRADE}\r\n`,
  'ends in the middle': UPGRADE,
  'is nothing': '',
};

for (const [name, answer] of Object.entries(BROKEN_UPGRADES)) {
  test(`an answer to the upgrade that ${name} is a failed attempt`, async (t) => {
    const url = await startRawServer(t, (socket) => socket.once('data', () => socket.end(answer)));
    const client = clientOf(t, url);
    client.connect();
    for (let attempt = 0; attempt < 2; attempt++) {
      const { code, willReconnect } = await nextEvent(client, 'close');
      assert.deepEqual([code, willReconnect], [1006, true]);
    }
  });
}
