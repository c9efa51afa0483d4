import assert from 'node:assert/strict';
import { connected, recordEvents, test } from './support.js';

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
