/** VWS client: publish and subscribe over WebSocket. The documentation of the API is in vws.d.ts. */

const DEFAULTS = {
  protocols: [],
  requestTimeout: 10_000,
  queueSize: 100,
  bufferSize: 1_048_576,
  idle: 30_000,
  pong: 10_000,
  herd: 5_000,
  random: Math.random,
};

const RECONNECT = { base: 500, cap: 30_000, factor: 2, stable: 30_000 };

/** Ends that all clients of a server see at the same moment: their first tries are spread. */
const HERD_CODES = [1001, 1005, 1006, 1012, 1013];

/** Failures that are no verdict on a subscription: it may be taken a moment later. */
const TRANSIENT = ['timeout', 'busy', 'rate-limited', 'shutting-down', 'internal'];

/** Ends that the application asked for. */
const DELIBERATE = ['closed', 'cancelled'];

/** A failure with a `code` for programs. */
export class VwsError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.name = 'VwsError';
    this.code = code;
  }
}

/** The variables that the pattern takes from the topic, or null if it does not match. */
export function match(pattern, topic) {
  if (/^[+#]/.test(pattern) && topic.startsWith('$')) {
    return null;
  }
  const wanted = pattern.split('/');
  const levels = topic.split('/');
  const variables = {};
  for (const [index, level] of wanted.entries()) {
    const name = level.slice(1);
    if (level[0] === '#' && index === wanted.length - 1) {
      if (name) {
        variables[name] = levels.slice(index).join('/');
      }
      return variables;
    }
    if (index === levels.length || (level[0] !== '+' && level !== levels[index])) {
      return null;
    }
    if (level[0] === '+' && name) {
      variables[name] = levels[index];
    }
  }
  return wanted.length === levels.length ? variables : null;
}

/** A connection to a VWS server that comes back by itself. */
export class VwsClient extends EventTarget {
  #url;
  #options;
  #state = 'idle';
  #opening; // settled when the connection that is being made is open
  #token; // of the last attempt
  #socket;
  #timer; // the one thing the connection waits for: next try, open, silence or the answer to a ping
  #pinging = false;

  #lastId = 0;
  #pending = new Map(); // id -> request that was sent
  #queue = new Set(); // requests that wait for the connection
  #subscriptions = new Map(); // pattern -> subscription on the wire, shared by its listeners

  #tries = 0; // since the last stable connection
  #openedAt = 0;
  #lastFrameAt = 0;
  #gapSince;

  constructor(url = '/vws', options = {}) {
    super();
    this.#url = url;
    this.#options = { ...DEFAULTS, ...options, reconnect: { ...RECONNECT, ...options.reconnect } };
  }

  get state() {
    return this.#state;
  }

  connect() {
    if (this.#state === 'idle' || this.#state === 'closed') {
      this.#opening = deferred();
      this.#tries = 0;
      this.#observePage('addEventListener');
      this.#open();
    }
    return this.#opening.promise;
  }

  close() {
    if (this.#state !== 'closed') {
      this.#end(new VwsError('closed', 'Closed by the application'), 1000, '');
    }
  }

  subscribe(pattern, listener) {
    return this.#listen(pattern, { listener });
  }

  events(pattern, { signal, queueSize = 1_024 } = {}) {
    const stop = () => feed.end();
    const feed = new Feed(queueSize, () => {
      subscription.cancel();
      signal?.removeEventListener('abort', stop);
    });
    const subscription = this.#listen(pattern, {
      listener: (data, event) => feed.put(event),
      ended: (error) => feed.end(DELIBERATE.includes(error.code) ? undefined : error),
    });
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) {
      stop();
    }
    return feed;
  }

  publish(topic, data, { headers, timeout } = {}) {
    return this.#request({ t: topic, d: data, h: headers }, timeout);
  }

  send(topic, data) {
    return this.#submit({ t: topic, d: data }, () => {});
  }

  unsubscribeAll() {
    for (const subscription of this.#subscriptions.values()) {
      this.#forget(subscription, new VwsError('cancelled', 'Unsubscribed from everything'));
    }
    return this.#withdraw({ k: 'U' });
  }

  // Connection

  async #open() {
    const opening = this.#opening;
    let token;
    this.#setState('connecting');
    try {
      token = await this.#askForToken();
    } catch (cause) {
      if (!this.#isOver(opening)) {
        this.#emit('error', { error: new VwsError('no-token', 'The token callback failed', { cause }) });
        this.#reconnect(false, 1006, 'No token');
      }
      return;
    }
    if (!this.#isOver(opening)) {
      this.#dial(token);
    }
  }

  /** A token is asked for at every attempt, since the last one may have expired. */
  #askForToken() {
    const { token, requestTimeout } = this.#options;
    return new Promise((resolve, reject) => {
      this.#after(requestTimeout, () => reject(new Error('No token in time')));
      Promise.resolve(token?.()).then(resolve, reject); // what it throws rejects as well
    });
  }

  #dial(token) {
    let socket;
    this.#token = token;
    try {
      const WebSocket = this.#options.WebSocket ?? globalThis.WebSocket;
      const protocols = credentials(token).concat(this.#options.protocols);
      socket = new WebSocket(absoluteUrl(this.#url, 'ws'), protocols);
    } catch (error) {
      this.#fail(new VwsError('cannot-connect', error.message), 1006, '');
      return;
    }
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => this.#received(data);
    socket.onclose = ({ code, reason }) => this.#lost(code, reason);
    socket.onerror = () => {}; // a close follows
    this.#after(this.#options.requestTimeout, () => this.#lost(1006, 'Not open in time'));
  }

  #opened() {
    this.#openedAt = Date.now();
    this.#setState('open');
    this.#heard();
    this.#resubscribe();
    for (const request of this.#queue) {
      this.#write(request);
    }
    this.#opening.resolve();
  }

  async #lost(code, reason) {
    const wasOpen = this.#state === 'open';
    const opening = this.#opening;
    this.#detach();
    const error = wasOpen ? terminalError(code, reason) : await this.#askForRefusal();
    if (this.#isOver(opening)) {
      return;
    }
    if (error) {
      this.#fail(error, code, reason);
    } else {
      this.#reconnect(wasOpen, code, reason);
    }
  }

  /** Whether the application has ended what we waited in the middle of. */
  #isOver(opening) {
    return this.#state === 'closed' || opening !== this.#opening;
  }

  #reconnect(wasOpen, code, reason) {
    const { reconnect, herd, random } = this.#options;
    if (wasOpen) {
      this.#opening = deferred();
      if (Date.now() - this.#openedAt >= reconnect.stable) {
        this.#tries = 0;
      }
    }
    const spread = wasOpen && HERD_CODES.includes(code) ? herd : 0;
    const delay = random() * Math.max(spread, this.#backoff(this.#tries++));
    this.#after(delay, () => this.#open());
    this.#setState('waiting');
    this.#emit('close', { code, reason, willReconnect: true });
  }

  #backoff(tries) {
    const { base, cap, factor } = this.#options.reconnect;
    return Math.min(cap, base * factor ** tries);
  }

  /** An end that is not the application's wish and from which there is no way back. */
  #fail(error, code, reason) {
    this.#end(error, code, reason);
    this.#emit('error', { error });
  }

  #end(error, code, reason) {
    const outstanding = [...this.#pending.values(), ...this.#queue];
    this.#pending.clear();
    this.#detach();
    this.#observePage('removeEventListener');
    this.#setState('closed');
    outstanding.forEach((request) => request.settle(error));
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.confirmed) {
        tellEnd(subscription, error);
      } else {
        this.#forget(subscription, error);
      }
    }
    this.#opening?.reject(error);
    this.#emit('close', { code, reason, willReconnect: false });
  }

  /** Lets go of the socket: it is not heard any more, and what it did not answer stays unknown. */
  #detach() {
    const socket = this.#socket;
    clearTimeout(this.#timer);
    this.#socket = undefined;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(1000);
    }
    if (this.#state === 'open') {
      this.#gapSince ??= this.#lastFrameAt;
    }
    for (const subscription of this.#subscriptions.values()) {
      clearTimeout(subscription.retry);
      if (subscription.active) {
        subscription.gapSince ??= this.#lastFrameAt;
      }
      subscription.active = false;
    }
    for (const request of this.#pending.values()) {
      request.settle(new VwsError('unknown-outcome', 'Connection lost before the answer'));
    }
  }

  /** A browser does not tell the status of a refused upgrade, so ask for it with the same credentials. */
  async #askForRefusal() {
    try {
      const { status, body } = await fetch(absoluteUrl(this.#url, 'http'), {
        credentials: 'include',
        redirect: 'manual',
        cache: 'no-store',
        headers: {
          'X-Requested-With': 'XMLHttpRequest', // no password dialog, and no way back to here after a login
          ...(this.#token && { Authorization: `Bearer ${this.#token}` }),
        },
        signal: AbortSignal.timeout(this.#options.requestTimeout),
      });
      body?.cancel();
      return refusalError(status);
    } catch {
      return undefined; // nobody there, or not for us to see
    }
  }

  // Liveness: a browser cannot ping, but every VWS server answers a request

  #heard() {
    const { idle } = this.#options;
    this.#lastFrameAt = Date.now();
    this.#pinging = false;
    clearTimeout(this.#timer);
    if (idle) {
      this.#after(idle, () => this.#ping());
    }
  }

  #ping() {
    if (this.#pinging) {
      return;
    }
    this.#pinging = true;
    this.#socket.send(JSON.stringify({ k: 'u', t: '$ping', i: ++this.#lastId }));
    this.#after(this.#options.pong, () => this.#lost(4012, 'No answer to a ping'));
  }

  /** Online again or shown: a moment to look at once. Offline is no reason to wait, since a browser may be wrong there. */
  #wake = ({ type }) => {
    if (type === 'online') {
      this.#tries = 0;
    } else if (document.hidden) {
      return;
    }
    if (this.#state === 'open') {
      this.#ping();
    } else if (this.#state === 'waiting') {
      this.#open();
    }
  };

  #observePage(method) {
    globalThis[method]?.('online', this.#wake);
    globalThis.document?.[method]('visibilitychange', this.#wake);
  }

  /** Sets the timer, in the place of whatever was waited for. */
  #after(delay, action) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, delay);
  }

  // Requests

  #request(message, timeout) {
    return new Promise((resolve, reject) => {
      const settle = (error) => (error ? reject(error) : resolve());
      this.#submit({ ...message, i: ++this.#lastId }, settle, timeout);
    });
  }

  /** Sends the message now or once connected; `done` hears what became of it. False: not taken. */
  #submit(message, done, timeout = this.#options.requestTimeout) {
    const request = { id: message.i, frame: JSON.stringify(message) };
    request.settle = (error) => {
      clearTimeout(timer);
      this.#pending.delete(request.id);
      this.#queue.delete(request);
      done(error);
    };
    const expire = () => request.settle(new VwsError('timeout', 'No answer in time'));
    const timer = setTimeout(expire, timeout);
    const obstacle = this.#obstacle(message);
    if (obstacle) {
      request.settle(obstacle);
    } else if (this.#state === 'open') {
      this.#write(request);
    } else {
      this.#queue.add(request);
    }
    return !obstacle;
  }

  #obstacle({ k }) {
    if (this.#state === 'closed') {
      return new VwsError('closed', 'The client is closed');
    }
    const { queueSize, bufferSize } = this.#options;
    const full =
      this.#state === 'open' ? !k && this.#socket.bufferedAmount > bufferSize : this.#queue.size >= queueSize;
    return full ? new VwsError('queue-full', 'Too much waits to be sent') : undefined;
  }

  #write(request) {
    this.#queue.delete(request);
    this.#socket.send(request.frame);
    if (request.id) {
      this.#pending.set(request.id, request);
    } else {
      request.settle();
    }
  }

  // Subscriptions

  /** Adds a listener and what hears of its end. The first one of a pattern subscribes. */
  #listen(pattern, entry) {
    let subscription = this.#subscriptions.get(pattern);
    if (!subscription) {
      subscription = { pattern, listeners: new Set(), confirmed: false, ready: deferred() };
      this.#subscriptions.set(pattern, subscription);
      if (this.#state === 'open') {
        this.#establish(subscription);
      }
    }
    subscription.listeners.add(entry);
    entry.ready = deferred();
    subscription.ready.promise.then(entry.ready.resolve, entry.ready.reject);
    return {
      pattern,
      ready: entry.ready.promise,
      cancel: () => this.#cancel(subscription, entry),
    };
  }

  /** Subscribes on the wire. Ends with the first answer; after a passing failure it is tried again later. */
  async #establish(subscription, tries = 0) {
    const socket = this.#socket;
    try {
      await this.#request({ k: 's', t: subscription.pattern });
      subscription.confirmed = true;
      subscription.ready.resolve();
      if (socket !== this.#socket) {
        subscription.gapSince ??= this.#lastFrameAt; // lost in the very moment
        return;
      }
      subscription.active = true;
      if (tries && subscription.gapSince && this.#isLive(subscription)) {
        this.#tellGap([subscription], subscription.gapSince);
      }
    } catch (error) {
      if (socket !== this.#socket || !this.#isLive(subscription)) {
        return;
      }
      if (TRANSIENT.includes(error.code)) {
        const again = () => this.#establish(subscription, tries + 1);
        subscription.retry = setTimeout(again, this.#options.random() * this.#backoff(tries));
        return;
      }
      this.#forget(subscription, error);
      if (tries) {
        this.#withdraw({ k: 'u', t: subscription.pattern }); // an earlier try may have been granted unheard
      }
      this.#emit('error', { error, pattern: subscription.pattern });
    }
  }

  async #resubscribe() {
    const socket = this.#socket;
    await Promise.all([...this.#subscriptions.values()].map((subscription) => this.#establish(subscription)));
    if (this.#gapSince && socket === this.#socket) {
      this.#tellGap([...this.#subscriptions.values()], this.#gapSince);
      this.#gapSince = undefined;
    }
  }

  #tellGap(subscriptions, since) {
    const back = subscriptions.filter(({ active, gapSince }) => active && gapSince);
    this.#emit('gap', {
      from: new Date(Math.min(since, ...back.map(({ gapSince }) => gapSince))),
      to: new Date(),
      patterns: back.map(({ pattern }) => pattern),
    });
    for (const subscription of back) {
      subscription.gapSince = undefined;
    }
  }

  #isLive(subscription) {
    return this.#subscriptions.get(subscription.pattern) === subscription;
  }

  #cancel(subscription, entry) {
    const cancelled = new VwsError('cancelled', 'Cancelled before it was active');
    subscription.listeners.delete(entry);
    entry.ready.reject(cancelled); // without effect once it is active
    if (subscription.listeners.size || !this.#isLive(subscription)) {
      return Promise.resolve();
    }
    this.#forget(subscription, cancelled);
    return this.#withdraw({ k: 'u', t: subscription.pattern });
  }

  #forget(subscription, error) {
    this.#subscriptions.delete(subscription.pattern);
    clearTimeout(subscription.retry);
    tellEnd(subscription, error);
    subscription.listeners.clear();
    subscription.ready.reject(error); // without effect once it is active
  }

  /** Ends subscriptions on the wire, where the end of the connection does as well. */
  #withdraw(message) {
    const answer = deferred();
    if (this.#state === 'open') {
      const socket = this.#socket;
      const failed = (error) => (socket === this.#socket ? answer.reject(error) : answer.resolve());
      this.#request(message).then(answer.resolve, failed);
    } else {
      answer.resolve();
    }
    return answer.promise;
  }

  // Incoming

  #received(text) {
    this.#heard();
    const message = parse(text);
    if (message.k === 'a' || message.k === 'n') {
      this.#pending.get(message.i)?.settle(nackError(message));
    } else if (!message.k && typeof message.t === 'string') {
      this.#deliver(message);
    }
  }

  #deliver({ t: topic, d: data, h }) {
    for (const { pattern, listeners } of [...this.#subscriptions.values()]) {
      const variables = match(pattern, topic);
      for (const entry of variables ? [...listeners] : []) {
        if (listeners.has(entry)) {
          this.#call(entry.listener, data, { topic, data, headers: h ?? {}, variables });
        }
      }
    }
  }

  async #call(listener, data, event) {
    try {
      await listener(data, event);
    } catch (error) {
      this.#emit('error', { error });
      globalThis.reportError?.(error);
    }
  }

  // Events of the client

  #setState(state) {
    const previous = this.#state;
    this.#state = state;
    this.#emit('state', { state, previous });
  }

  /** Not at once, so that a listener which calls the client finds no half-made transition. */
  #emit(type, detail) {
    queueMicrotask(() => this.dispatchEvent(new CustomEvent(type, { detail })));
  }
}

/** The events of a subscription for a loop: a bounded queue with an end. */
class Feed {
  #events = [];
  #size;
  #release;
  #changed = deferred();
  #over = false;
  #failure;

  constructor(size, release) {
    this.#size = size;
    this.#release = release;
  }

  put(event) {
    if (this.#events.length >= this.#size) {
      this.end(new VwsError('overflow', 'Events came faster than they were taken'));
      return;
    }
    this.#events.push(event);
    this.#changed.resolve();
    this.#changed = deferred();
  }

  /** Without an error at once, else after what has come already. */
  end(error) {
    if (!error) {
      this.#events = [];
    }
    this.#over = true;
    this.#failure = error;
    this.#release();
    this.#changed.resolve();
  }

  async next() {
    while (!this.#events.length && !this.#over) {
      await this.#changed.promise;
    }
    if (this.#events.length) {
      return { value: this.#events.shift(), done: false };
    }
    const error = this.#failure;
    this.#failure = undefined;
    if (error) {
      throw error;
    }
    return { value: undefined, done: true };
  }

  async return(value) {
    this.end();
    return { value, done: true };
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}

/** Tells those who want to know that the subscription, or the client, has ended. */
function tellEnd({ listeners }, error) {
  for (const { ended } of [...listeners]) {
    ended?.(error);
  }
}

/** A promise with its handles; nobody has to wait for it. */
function deferred() {
  const result = {};
  result.promise = new Promise((resolve, reject) => Object.assign(result, { resolve, reject }));
  result.promise.catch(() => {});
  return result;
}

/** A page can set no header, so it shows its token as a subprotocol, whose characters are few. */
function credentials(token) {
  if (token == null) {
    return [];
  }
  if (!/^[\w.~+-]+$/.test(token)) {
    throw new Error('A token may hold letters, digits and . _ ~ + - only');
  }
  return ['vws', `bearer.${token}`];
}

/** The URL against the page, with "ws" or "http" as its scheme, or their secure sisters. */
function absoluteUrl(url, scheme) {
  const result = new URL(url, globalThis.location?.href);
  result.protocol = result.protocol.replace(/^(http|ws)/, scheme);
  result.hash = '';
  return result.href;
}

/** What a frame holds; nothing if it cannot be read. */
function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function nackError({ k, e, h }) {
  return k === 'n' ? new VwsError(h?.['vws-code'] ?? 'refused', e ?? 'Refused') : undefined;
}

function terminalError(code, reason) {
  return code >= 4500 ? new VwsError('terminated', `Ended by the server: ${code} ${reason}`) : undefined;
}

function refusalError(status) {
  if (status === 403) {
    return new VwsError('forbidden', 'The server refused the connection (403)');
  }
  // A redirect leads to a login page; a browser shows it as status 0.
  const unauthorized = status === 401 || status === 0 || (status >= 300 && status < 400);
  return unauthorized ? new VwsError('unauthorized', `The server asks for a login (${status})`) : undefined;
}
