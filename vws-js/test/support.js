/** What the tests share: a real WebSocket server that follows a script, and promises of what happens. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { test as nodeTest } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { VwsClient } from '../vws.js';

/** Delays so short that a test need not wait, and no liveness checks by themselves. */
const FAST = {
  WebSocket,
  idle: 0,
  herd: 1,
  requestTimeout: 5_000,
  reconnect: { base: 1, cap: 1 },
};

/** A test that cannot hang. */
export function test(name, body) {
  nodeTest(name, { timeout: 30_000 }, body);
}

/** A client that is closed after the test. */
export function clientOf(t, url, options = {}) {
  const client = new VwsClient(url, { ...FAST, ...options, reconnect: { ...FAST.reconnect, ...options.reconnect } });
  t.after(() => client.close());
  return client;
}

/** Server and client connected with each other: `{ server, client, peer }`. */
export async function connected(t, options) {
  const server = await startServer(t);
  const client = clientOf(t, server.url, options);
  const [peer] = await Promise.all([server.next(), client.connect()]);
  return { server, client, peer };
}

/** Returns when the client has handled everything that was sent before. */
export async function handled(client, peer) {
  const published = client.publish('fence', 0);
  peer.ack(await peer.next());
  await published;
}

/** A promise and what resolves it. */
export function deferred() {
  let resolve;
  const promise = new Promise((resolver) => (resolve = resolver));
  return { promise, resolve };
}

/** The detail of the next event of this type. */
export async function nextEvent(client, type, matches = () => true) {
  return new Promise((resolve) => {
    client.addEventListener(type, function listener({ detail }) {
      if (matches(detail)) {
        client.removeEventListener(type, listener);
        resolve(detail);
      }
    });
  });
}

export function nextState(client, state) {
  return nextEvent(client, 'state', (detail) => detail.state === state);
}

/** The details of all events of this type from now on. */
export function recordEvents(client, type) {
  const details = [];
  client.addEventListener(type, ({ detail }) => details.push(detail));
  return details;
}

/** A server on a free port. Upgrades and plain requests are refused with `server.status`, if that is set. */
export async function startServer(t) {
  const server = new ScriptedServer();
  t.after(() => server.stop());
  await server.listen();
  return server;
}

/** The URL of a server that speaks no HTTP: `converse` gets each socket that is opened to it. */
export async function startRawServer(t, converse) {
  const sockets = new Set();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    converse(socket);
  });
  t.after(() => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}/vws`;
}

class ScriptedServer {
  status = undefined;
  headers = {};
  attempts = 0;
  probes = 0;
  #http = createServer((request, response) => {
    this.probes++;
    response.writeHead(this.status ?? 404, this.headers).end('not an upgrade');
  });
  #webSockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => offered.values().next().value });
  #peers = new Inbox();

  constructor() {
    this.#http.on('upgrade', (request, socket, head) => {
      this.attempts++;
      if (this.status) {
        socket.end(`HTTP/1.1 ${this.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      this.#webSockets.handleUpgrade(request, socket, head, (ws) => this.#peers.put(new Peer(ws, request)));
    });
  }

  async listen(port = 0) {
    this.#http.listen(port, '127.0.0.1');
    await once(this.#http, 'listening');
    this.port = this.#http.address().port;
    this.url = `http://127.0.0.1:${this.port}/vws`;
  }

  /** The next connection. */
  next() {
    return this.#peers.take();
  }

  async stop() {
    for (const ws of this.#webSockets.clients) {
      ws.terminate();
    }
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }
}

/** The server's end of one connection. */
class Peer {
  #ws;
  #frames = new Inbox();

  constructor(ws, request) {
    this.#ws = ws;
    this.request = request;
    this.closed = new Promise((resolve) => ws.on('close', (code, reason) => resolve({ code, reason: `${reason}` })));
    ws.on('message', (data) => this.#frames.put(JSON.parse(data)));
    ws.on('error', () => {});
  }

  /** The next message of the client. */
  next() {
    return this.#frames.take();
  }

  /** How many messages came that the test did not ask for. */
  get unread() {
    return this.#frames.size;
  }

  send(message) {
    this.raw(JSON.stringify(message));
  }

  raw(data) {
    this.#ws.send(data);
  }

  ack({ i }) {
    this.send({ k: 'a', i });
  }

  nack({ i }, code, reason) {
    this.send({ k: 'n', i, e: reason, h: { 'vws-code': code } });
  }

  /** Takes the next message and acknowledges it. */
  async ackNext() {
    const message = await this.next();
    this.ack(message);
    return message;
  }

  close(code, reason) {
    this.#ws.close(code, reason);
  }

  /** Ends the connection without a close frame. */
  terminate() {
    this.#ws.terminate();
  }

  /** Stops to read, so that not even a close frame is answered. */
  freeze() {
    this.#ws.pause();
  }

  /** Reads on. */
  thaw() {
    this.#ws.resume();
  }
}

/** A queue that is waited for. */
class Inbox {
  #items = [];
  #waiting = [];

  get size() {
    return this.#items.length;
  }

  put(item) {
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting(item);
    } else {
      this.#items.push(item);
    }
  }

  take() {
    if (this.#items.length) {
      return Promise.resolve(this.#items.shift());
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
