/** Compiled, never run: what users write must type-check, and what is wrong must not. */
import { match, VwsClient, VwsError } from 'vws-js';
import type {
  Json,
  Subscription,
  Variables,
  VwsClientOptions,
  VwsErrorCode,
  VwsEvent,
  VwsListener,
  VwsState,
} from 'vws-js';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function same<A, B>(_: Equal<A, B>): void {}

interface Heated {
  celsius: number;
}

const options: VwsClientOptions = { WebSocket, queueSize: 10, reconnect: { base: 100 }, random: () => 0.5 };
const client = new VwsClient('/vws', options);
new VwsClient();
new VwsClient(new URL('wss://example.org/vws'));
new VwsClient('/vws', { token: () => 'abc', protocols: 'x', bufferSize: 1 });
new VwsClient('/vws', { token: async () => undefined });

const opened = client.connect();
same<typeof opened, Promise<void>>(true);
const state = client.state;
same<typeof state, VwsState>(true);

const subscription: Subscription = client.subscribe<Heated>('room/+name/heated', (data, event) => {
  same<typeof data, Heated>(true);
  same<typeof event, VwsEvent<Heated>>(true);
  const room: string | undefined = event.variables['name'];
  return room;
});
client.subscribe('a', (data) => same<typeof data, Json>(true));
client.subscribe('a', async () => {});

// The names of the variables come from the pattern, the type of the payload from what the listener declares.
client.subscribe('orders/+id/#rest', (data, { variables, topic }) => {
  same<typeof data, Json>(true);
  same<typeof topic, string>(true);
  same<typeof variables, { readonly id: string; readonly rest: string }>(true);
});
client.subscribe('room/+name/heated', (data: Heated, event) => {
  same<typeof event, VwsEvent<Heated, 'room/+name/heated'>>(true);
  same<typeof event.variables.name, string>(true);
});
const shared: VwsListener<Heated> = (data, { variables }) => [data.celsius, variables['name']];
client.subscribe('room/+name/heated', shared);
client.subscribe('room/#', shared);

declare const anyPattern: string;
declare const room: 'room/+name' | 'hall/+floor';
client.subscribe(anyPattern, (_, { variables }) => same<typeof variables, Readonly<Record<string, string>>>(true));
client.subscribe(room, (_, { variables }) => {
  same<typeof variables, { readonly name: string } | { readonly floor: string }>(true);
});

same<Variables<'a/b'>, {}>(true);
same<Variables<'+/a/#'>, {}>(true);
same<Variables<'#all'>, { readonly all: string }>(true);
same<Variables<'/+a//+b/'>, { readonly a: string; readonly b: string }>(true);
same<Variables<`${string}/+a/${number}/#b`>, { readonly a: string; readonly b: string }>(true);
type Ten = '+/+/+/+/+/+/+/+/+/+';
same<Variables<`${Ten}/${Ten}/${Ten}/${Ten}/${Ten}/${Ten}/+a/+b/+c/#d`>, Variables<'+a/+b/+c/+d'>>(true);

for await (const event of client.events('orders/+id', { signal: AbortSignal.timeout(1), queueSize: 10 })) {
  same<typeof event, VwsEvent<Json, 'orders/+id'>>(true);
  same<typeof event.variables, { readonly id: string }>(true);
}
for await (const { data, variables } of client.events<Heated>(anyPattern)) {
  same<typeof data, Heated>(true);
  same<typeof variables, Readonly<Record<string, string>>>(true);
}
const cancelled = subscription.cancel();
same<typeof cancelled, Promise<void>>(true);

const published = client.publish('a', { celsius: 21.5 } satisfies Heated);
same<typeof published, Promise<void>>(true);
client.publish('a', 1, { headers: { traceparent: '00-1-2-01' }, timeout: 500 });
const taken = client.send('a', [1, 'two', null]);
same<typeof taken, boolean>(true);

client.addEventListener('state', ({ detail }) => same<typeof detail, { state: VwsState; previous: VwsState }>(true));
client.addEventListener('gap', ({ detail }) => same<typeof detail, { from: Date; to: Date; patterns: string[] }>(true));
client.addEventListener('close', ({ detail }) => detail.willReconnect satisfies boolean, { once: true });
client.addEventListener('error', { handleEvent: ({ detail }) => detail.error satisfies unknown });

const error = new VwsError('timeout', 'too late');
same<typeof error.code, VwsErrorCode>(true);
const variables = match('a/+b', 'a/c');
same<typeof variables, { readonly b: string } | null>(true);
const unknown = match(anyPattern, 'a/c');
same<typeof unknown, Readonly<Record<string, string>> | null>(true);

// @ts-expect-error there is no such state
client.state === 'connected';
// @ts-expect-error the state is the client's business
client.state = 'open';
// @ts-expect-error a listener is needed
client.subscribe('a');
// @ts-expect-error a topic is needed
client.publish();
// @ts-expect-error there is no such option
new VwsClient('/vws', { retries: 3 });
// @ts-expect-error send tells it at once
client.send('a', 1).then();
// @ts-expect-error null if the topic does not match
match('a/+name', 'a').name;
// @ts-expect-error the pattern has no such variable
client.subscribe('orders/+id', (_, { variables }) => variables.name);
// @ts-expect-error a wildcard without a name gives none
client.subscribe('orders/+', (_, { variables }) => variables['']);
// @ts-expect-error variables are for reading
client.subscribe('orders/+id', (_, { variables }) => (variables.id = 'other'));
// @ts-expect-error the loop gets events, not payloads
for await (const { celsius } of client.events<Heated>('a')) celsius;
// @ts-expect-error there is no such option
client.events('a', { overflow: 'drop-oldest' });
// @ts-expect-error headers are text
client.publish('a', 1, { headers: { depth: 1 } });
// @ts-expect-error a token is text
new VwsClient('/vws', { token: () => 42 });
// @ts-expect-error a callback, since a token expires
new VwsClient('/vws', { token: 'abc' });
