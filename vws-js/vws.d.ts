/** Any value that JSON can hold; what a payload is made of. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * State of a client:
 * - `idle`: `connect()` was not called yet
 * - `connecting`: an attempt is under way
 * - `open`: connected
 * - `waiting`: the next attempt comes after a delay
 * - `closed`: ended by `close()`, by a refused upgrade or by a terminal close code; `connect()` starts again
 */
export type VwsState = 'idle' | 'connecting' | 'open' | 'waiting' | 'closed';

/**
 * What went wrong.
 *
 * Said by the server in a negative acknowledgment: `malformed`, `invalid-topic`, `invalid-pattern`, `data-required`,
 * `unsupported`, `forbidden`, `too-many-subscriptions`, `rate-limited`, `busy`, `shutting-down`, `internal`; `refused`
 * if it gave no code.
 *
 * Said by the client:
 * - `timeout`: no answer within the time limit; the server may still have taken the message
 * - `unknown-outcome`: the connection was lost before the answer; the server may have taken the message or not
 * - `queue-full`: not connected, and `queueSize` messages wait already; or connected, and `bufferSize` bytes
 * - `overflow`: more events waited for a loop over `events()` than its `queueSize`
 * - `closed`: the client was closed by the application
 * - `cancelled`: the subscription was cancelled before it was active
 * - `no-token`: the token callback failed or did not answer in time; `cause` has what it threw
 * - `unauthorized`, `forbidden`: the server refused the upgrade with 401 or a redirect, or with 403
 * - `terminated`: the server ended the connection with a terminal close code (4500-4999)
 * - `cannot-connect`: there is no WebSocket here, or it does not take the URL, or the token has characters that a
 *   subprotocol may not have
 */
export type VwsErrorCode =
  | 'malformed'
  | 'invalid-topic'
  | 'invalid-pattern'
  | 'data-required'
  | 'unsupported'
  | 'forbidden'
  | 'too-many-subscriptions'
  | 'rate-limited'
  | 'busy'
  | 'shutting-down'
  | 'internal'
  | 'refused'
  | 'timeout'
  | 'unknown-outcome'
  | 'queue-full'
  | 'overflow'
  | 'closed'
  | 'cancelled'
  | 'no-token'
  | 'unauthorized'
  | 'terminated'
  | 'cannot-connect'
  | (string & {});

/** A failure with a `code` for programs and a `message` for people. */
export class VwsError extends Error {
  readonly code: VwsErrorCode;
  constructor(code: VwsErrorCode, message: string, options?: { cause?: unknown });
}

/** How long to wait before an attempt: a random part of `min(cap, base * factor ** n)` milliseconds. */
export interface ReconnectOptions {
  /** Upper bound of the first delay, in milliseconds. Default 500. */
  base?: number;
  /** Upper bound of every delay, in milliseconds. Default 30 000. */
  cap?: number;
  /** Growth of the bound with each attempt. Default 2. */
  factor?: number;
  /** How long a connection must last, in milliseconds, for the count of attempts to start again. Default 30 000. */
  stable?: number;
}

/** The part of the standard `WebSocket` that the client uses. */
export interface WebSocketLike {
  onopen: ((event: any) => unknown) | null;
  onmessage: ((event: any) => unknown) | null;
  onclose: ((event: any) => unknown) | null;
  onerror: ((event: any) => unknown) | null;
  readonly bufferedAmount?: number;
  send(data: string): void;
  close(code?: number): void;
}

export interface VwsClientOptions {
  /**
   * The bearer token for the next attempt to connect, asked for at every attempt, so that it is fresh; undefined or
   * null for none. It is offered as the subprotocol `bearer.<token>`, beside `vws`, and so may hold letters, digits and
   * `. _ ~ + -` only; any other ends the client (`cannot-connect`).
   *
   * If the callback throws, rejects or takes longer than `requestTimeout`, the attempt has failed: an `error` event
   * (`no-token`) tells, and the client tries again. To give up, the callback calls `close()`.
   */
  token?: () => string | null | undefined | PromiseLike<string | null | undefined>;
  /** Subprotocols to offer in the upgrade, beside those of `token`. Default none. */
  protocols?: string | string[];
  /**
   * How long a request waits for its answer, or a queued message for the connection, in milliseconds; also how long an
   * attempt to connect waits for the token, and how long for the server. Default 10 000.
   */
  requestTimeout?: number;
  /** How many messages may wait while there is no connection. Default 100. */
  queueSize?: number;
  /** How many bytes may wait in the WebSocket before the client takes no more messages. Default 1 048 576. */
  bufferSize?: number;
  /** The delays between attempts to connect. */
  reconnect?: ReconnectOptions;
  /**
   * Upper bound in milliseconds of the first delay after an end that hits all clients of a server at once: close codes
   * 1001, 1012 and 1013, and an end without a close frame. Default 5000.
   */
  herd?: number;
  /** Silence in milliseconds after which the client asks whether the server is there. 0: never. Default 30 000. */
  idle?: number;
  /** How long the server may take to answer that, in milliseconds. Default 10 000. */
  pong?: number;
  /** The constructor to use. Default the global `WebSocket`. */
  WebSocket?: new (url: string, protocols?: string | string[]) => WebSocketLike;
  /** Source of randomness, from 0 to below 1. Default `Math.random`. */
  random?: () => number;
}

/**
 * What the named wildcards of a pattern stand for in a topic: `name` and `rest` for `'room/+name/#rest'`, any names for
 * a pattern that the compiler does not know.
 */
export type Variables<P extends string> = string extends P
  ? Readonly<Record<string, string>>
  : P extends string
    ? { readonly [N in VariableNames<P>]: string }
    : never;

type VariableNames<P extends string, Found = never> = P extends `${infer Level}/${infer Rest}`
  ? VariableNames<Rest, Found | VariableName<Level>>
  : Found | VariableName<P>;

type VariableName<Level extends string> = Level extends `${'+' | '#'}${infer Name}`
  ? Name extends ''
    ? never
    : Name
  : never;

/** An event that reached a subscription. */
export interface VwsEvent<T = Json, P extends string = string> {
  /** The concrete topic. */
  readonly topic: string;
  /** The payload. */
  readonly data: T;
  /** Headers of the message, such as `traceparent`. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the named wildcards (`+name`, `#name`) of the listener's pattern stand for in the topic. */
  readonly variables: Variables<P>;
}

/** Called for every event whose topic the pattern matches. What it throws or rejects becomes an `error` event. */
export type VwsListener<T = Json, P extends string = string> = (data: T, event: VwsEvent<T, P>) => unknown;

export interface PublishOptions {
  /** Headers of the message, such as `traceparent`; which of them travel on is up to the server. Default none. */
  headers?: Readonly<Record<string, string>>;
  /** How long to wait for the answer, in milliseconds. Default `requestTimeout`. */
  timeout?: number;
}

export interface EventsOptions {
  /** Ends the loop. */
  signal?: AbortSignal;
  /** How many events may wait for the loop. Default 1024. */
  queueSize?: number;
}

export interface Subscription {
  readonly pattern: string;
  /**
   * Resolves when the server has confirmed the subscription for the first time. Rejects with a {@link VwsError} if the
   * server refuses; the subscription is then gone, and the client dispatches an `error` event. Also rejects if before
   * that the subscription is cancelled (`cancelled`) or the client ends (`closed` and others). Does not count as an
   * unhandled rejection. While there is no connection it stays pending, and so it does after `busy`, `rate-limited`,
   * `shutting-down`, `internal` or no answer: the client tries again.
   *
   * After a reconnect the subscription is made again. If the server refuses that, it is gone too, and only the `error`
   * event tells.
   */
  readonly ready: Promise<void>;
  /**
   * Ends the subscription: the listener is not called again. Resolves when the server has confirmed, at once if there
   * is no connection or the pattern has other listeners. Rejects with a {@link VwsError} if the server refuses or does
   * not answer in time; does not count as an unhandled rejection.
   */
  cancel(): Promise<void>;
}

/** The events that a client dispatches, with their `detail`. */
export interface VwsClientEventMap {
  /** The state changed. */
  state: CustomEvent<{ state: VwsState; previous: VwsState }>;
  /**
   * After a reconnect, once the subscriptions are made again: events of `patterns` between `from` (the last sign of
   * life of the old connection) and `to` may be missing. A subscription that the server refuses for the moment has a
   * gap of its own, once it is there.
   */
  gap: CustomEvent<{ from: Date; to: Date; patterns: string[] }>;
  /**
   * A connection ended, or an attempt to connect failed. `code` is that of the close frame, 1006 if there was none,
   * 4012 if the server did not answer any more.
   */
  close: CustomEvent<{ code: number; reason: string; willReconnect: boolean }>;
  /**
   * The server refused a subscription (`pattern` is set; it is gone) or ended the connection for good, there was no
   * token for an attempt to connect, or a listener threw. The error of a listener is also passed to `reportError`.
   */
  error: CustomEvent<{ error: unknown; pattern?: string }>;
}

/**
 * Publishes to and subscribes at a VWS server, over one connection that comes back by itself.
 *
 * Every end of the connection starts a reconnect, except `close()`, a close code from 4500 to 4999 and an upgrade that
 * the server refuses with 401, 403 or a redirect. After a reconnect all subscriptions are made again before anything
 * queued is sent, and a `gap` event tells that events may be missing. A page that comes online or into view while the
 * client waits for the next attempt makes it at once.
 *
 * @example
 * const client = new VwsClient();
 * client.subscribe('room/+name/heated', (data, { variables }) => console.log(variables.name, data));
 * await client.connect();
 * await client.publish('room/kitchen/heated', { celsius: 21.5 });
 */
export class VwsClient extends EventTarget {
  /**
   * @param url URL of the endpoint: `ws`, `wss`, `http`, `https`, or relative to the page. Default `/vws`.
   */
  constructor(url?: string | URL, options?: VwsClientOptions);

  readonly state: VwsState;

  /**
   * Starts to connect, unless that happened already. Also starts again after an end; the subscriptions that had been
   * confirmed before it come back.
   *
   * @returns a promise that resolves when the connection is open, which may take several attempts, and rejects with a
   * {@link VwsError} when there is no way (`unauthorized`, `forbidden`, `terminated`, `cannot-connect`) or `close()` is
   * called (`closed`). It does not count as an unhandled rejection.
   */
  connect(): Promise<void>;

  /** Ends the connection for good. Everything that waits for an answer is rejected with `closed`. */
  close(): void;

  /**
   * Subscribes to a topic pattern, at once or as soon as there is a connection, and again after every reconnect.
   * Several listeners of one pattern share one subscription at the server.
   *
   * @param pattern levels divided by `/`: `+` or `+name` stands for one level, `#` or `#name` as the last for all that
   * remain, also none.
   * @param listener called for every event, in the order in which they arrive. A listener that is asynchronous is not
   * waited for. The type that it declares for the payload is believed, not checked.
   */
  subscribe<T = Json, P extends string = string>(pattern: P, listener: VwsListener<T, P>): Subscription;

  /**
   * Subscribes like `subscribe`, for a loop that takes one event after the other and may wait between them. It is
   * subscribed at once, not only when the loop begins.
   *
   * Leaving the loop, `signal`, `close()` and `unsubscribeAll()` end it, and the subscription; events that wait are
   * forgotten. The loop throws a {@link VwsError}, after the events that came before, when the server refuses the
   * subscription, when the client ends for good, and when more events wait than `queueSize`
   * (`overflow`). A reconnect does not end it; the `gap` event tells of that.
   *
   * @example
   * for await (const { data, variables } of client.events('orders/+id/#')) {
   *   await show(variables.id, data);
   * }
   */
  events<T = Json, P extends string = string>(
    pattern: P,
    options?: EventsOptions,
  ): AsyncIterableIterator<VwsEvent<T, P>>;

  /**
   * Publishes an event and waits for the acknowledgment. Without a connection the message waits, within the time limit.
   *
   * @param data any JSON value except null
   * @returns a promise that resolves when the server has authorized and taken the event. It rejects with a
   * {@link VwsError} (see {@link VwsErrorCode}), or with a `TypeError` if `data` cannot be written as JSON. The client
   * never publishes an event twice: whether to try again after `timeout` and `unknown-outcome` is for the caller to
   * decide.
   */
  publish(topic: string, data: unknown, options?: PublishOptions): Promise<void>;

  /**
   * Publishes an event without acknowledgment: nothing is told if the server refuses it, or if it waits longer for a
   * connection than `requestTimeout`.
   *
   * @param data any JSON value except null
   * @returns whether the client took it; false if it is closed, or if too much waits to be sent
   * @throws TypeError if `data` cannot be written as JSON
   */
  send(topic: string, data: unknown): boolean;

  /**
   * Ends all subscriptions, also those that the server makes for each connection. Resolves when the server has
   * confirmed, at once if there is no connection. Rejects with a {@link VwsError} if the server refuses or does not
   * answer in time; does not count as an unhandled rejection.
   */
  unsubscribeAll(): Promise<void>;

  addEventListener<K extends keyof VwsClientEventMap>(
    type: K,
    listener: ((event: VwsClientEventMap[K]) => unknown) | { handleEvent(event: VwsClientEventMap[K]): unknown } | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;

  removeEventListener<K extends keyof VwsClientEventMap>(
    type: K,
    listener: ((event: VwsClientEventMap[K]) => unknown) | { handleEvent(event: VwsClientEventMap[K]): unknown } | null,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

/**
 * Matches a topic by the rules of MQTT 5, section 4.7: `a/#` matches `a`, `+` matches an empty level, and a wildcard in
 * the first level never matches a topic that begins with `$`.
 *
 * @param pattern a valid pattern
 * @returns what the named wildcards stand for, or null if the topic does not match
 */
export function match<P extends string>(pattern: P, topic: string): Variables<P> | null;
