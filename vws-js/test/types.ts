/** Compiled, never run: what users write must type-check, and what is wrong must not. */
import { match, VwsClient, VwsError } from 'vws-js';
import type { Json, Subscription, VwsClientOptions, VwsErrorCode, VwsEvent, VwsState } from 'vws-js';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function same<A, B>(_: Equal<A, B>): void {}

interface Heated {
  celsius: number;
}

const options: VwsClientOptions = { WebSocket, queueSize: 10, reconnect: { base: 100 }, random: () => 0.5 };
const client = new VwsClient('/vws', options);
new VwsClient();
new VwsClient(new URL('wss://example.org/vws'));

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
const cancelled = subscription.cancel();
same<typeof cancelled, Promise<void>>(true);

const published = client.publish('a', { celsius: 21.5 } satisfies Heated);
same<typeof published, Promise<void>>(true);
const taken = client.send('a', [1, 'two', null]);
same<typeof taken, boolean>(true);

client.addEventListener('state', ({ detail }) => same<typeof detail, { state: VwsState; previous: VwsState }>(true));
client.addEventListener('gap', ({ detail }) => same<typeof detail, { from: Date; to: Date; patterns: string[] }>(true));
client.addEventListener('close', ({ detail }) => detail.willReconnect satisfies boolean, { once: true });
client.addEventListener('error', { handleEvent: ({ detail }) => detail.error satisfies unknown });

const error = new VwsError('timeout', 'too late');
same<typeof error.code, VwsErrorCode>(true);
const variables = match('a/+b', 'a/c');
same<typeof variables, Record<string, string> | null>(true);

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
match('a', 'a').name;
