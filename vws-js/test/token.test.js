import assert from 'node:assert/strict';
import { VwsClient, VwsError } from '../vws.js';
import { clientOf, connected, deferred, nextEvent, recordEvents, startServer, test } from './support.js';

/** The subprotocols that a connection was opened with. */
function offered(peer) {
  return peer.request.headers['sec-websocket-protocol'];
}

test('the token is offered as a subprotocol, and asked for again at every attempt', async (t) => {
  let asked = 0;
  const { client, peer, server } = await connected(t, { token: async () => `token-${++asked}` });
  assert.equal(offered(peer), 'vws,bearer.token-1');
  let last = peer;
  for (const [code, expected] of [
    [4005, 'vws,bearer.token-2'],
    [1008, 'vws,bearer.token-3'],
    [1001, 'vws,bearer.token-4'],
  ]) {
    last.close(code);
    [last] = await Promise.all([server.next(), nextEvent(client, 'state', ({ state }) => state === 'open')]);
    assert.equal(offered(last), expected);
  }
  assert.equal(asked, 4);
});

test('a token that is there at once will do, beside other subprotocols', async (t) => {
  const { peer } = await connected(t, { token: () => 'a.B-9_~+', protocols: ['other'] });
  assert.equal(offered(peer), 'vws,bearer.a.B-9_~+,other');
});

for (const none of [undefined, null]) {
  test(`${none} is no token`, async (t) => {
    const { peer } = await connected(t, { token: () => none });
    assert.equal(offered(peer), undefined);
  });
}

for (const [name, fails] of [
  ['throws', () => {
    throw new Error('logged out');
  }],
  ['rejects', () => Promise.reject(new Error('logged out'))],
]) {
  test(`a callback that ${name} is told, and asked again`, async (t) => {
    const server = await startServer(t);
    let asked = 0;
    const client = clientOf(t, server.url, { token: () => (++asked < 3 ? fails() : 'abc') });
    const errors = recordEvents(client, 'error');
    const closes = recordEvents(client, 'close');
    const [peer] = await Promise.all([server.next(), client.connect()]);
    assert.equal(offered(peer), 'vws,bearer.abc');
    assert.equal(errors.length, 2);
    assert.ok(errors[0].error instanceof VwsError);
    assert.deepEqual([errors[0].error.code, errors[0].error.cause.message], ['no-token', 'logged out']);
    assert.deepEqual(closes[0], { code: 1006, reason: 'No token', willReconnect: true });
    assert.deepEqual([server.attempts, server.probes], [1, 0]);
  });
}

test('a callback that never answers is given up, told, and asked again', async (t) => {
  const server = await startServer(t);
  const late = deferred();
  const answers = [late.promise, 'fresh'];
  const client = clientOf(t, server.url, { requestTimeout: 300, token: () => answers.shift() });
  const error = nextEvent(client, 'error');
  const open = client.connect();
  assert.deepEqual([(await error).error.code, (await error).error.cause.message], ['no-token', 'No token in time']);
  late.resolve('stale');
  const [peer] = await Promise.all([server.next(), open]);
  assert.equal(offered(peer), 'vws,bearer.fresh');
  assert.equal(server.attempts, 1);
});

for (const token of ['', 'a b', 'a,b', 'YWI=', 'a/b', 'ä', 'a\r\nb', 'a;b', {}]) {
  test(`the token ${JSON.stringify(token)} cannot be offered, which is told without it`, async (t) => {
    const server = await startServer(t);
    const client = clientOf(t, server.url, { token: () => token });
    await assert.rejects(client.connect(), {
      name: 'VwsError',
      code: 'cannot-connect',
      message: 'A token may hold letters, digits and . _ ~ + - only',
    });
    assert.equal(client.state, 'closed');
    assert.deepEqual([server.attempts, server.probes], [0, 0]);
  });
}

test('the refusal is asked for with the token of the refused attempt', async (t) => {
  const server = await startServer(t);
  server.status = 401;
  const fetch = t.mock.method(globalThis, 'fetch');
  await assert.rejects(clientOf(t, server.url, { token: () => 'abc' }).connect(), { code: 'unauthorized' });
  await assert.rejects(clientOf(t, server.url).connect(), { code: 'unauthorized' });
  const headers = fetch.mock.calls.map((call) => new Headers(call.arguments[1].headers));
  assert.deepEqual(headers.map((sent) => sent.get('authorization')), ['Bearer abc', null]);
  assert.equal(headers[0].get('x-requested-with'), 'XMLHttpRequest');
});

test('close while the token is asked for is the end', async (t) => {
  const answer = deferred();
  let dialled = false;
  const client = clientOf(t, 'ws://localhost/vws', {
    token: () => answer.promise,
    WebSocket: class {
      constructor() {
        dialled = true;
      }
    },
  });
  const open = client.connect();
  assert.equal(client.state, 'connecting');
  client.close();
  answer.resolve('abc');
  await assert.rejects(open, { code: 'closed' });
  await new Promise(setImmediate);
  assert.equal(dialled, false);
  assert.equal(client.state, 'closed');
});

test('close and connect while the token is asked for leave one connection, with the new token', async (t) => {
  const server = await startServer(t);
  const first = deferred();
  const answers = [first.promise, 'new'];
  const client = clientOf(t, server.url, { token: () => answers.shift() });
  client.connect();
  client.close();
  const open = client.connect();
  first.resolve('old');
  const [peer] = await Promise.all([server.next(), open]);
  assert.equal(offered(peer), 'vws,bearer.new');
  assert.equal(server.attempts, 1);
});

test('the callback may end the client', async (t) => {
  const server = await startServer(t);
  const client = new VwsClient(server.url, {
    token() {
      client.close();
      throw new Error('logged out');
    },
  });
  const errors = recordEvents(client, 'error');
  await assert.rejects(client.connect(), { code: 'closed' });
  await new Promise(setImmediate);
  assert.equal(client.state, 'closed');
  assert.deepEqual(errors, []);
});
