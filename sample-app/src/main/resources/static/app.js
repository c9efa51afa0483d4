// The page: one client, shared by the parts, each of which is a module.

import { VwsClient } from '/vws/vws.js';
import { Board } from './board.js';
import { RateChart } from './chart.js';
import { Connection, CuttableWebSocket } from './connection.js';
import { OrderDesk } from './desk.js';
import { Explorer } from './explorer.js';
import { OrderBook } from './orders.js';
import { Refusals } from './refusals.js';

const me = windowId();
const client = new VwsClient('/vws', {
  WebSocket: CuttableWebSocket,
  reconnect: { base: 3000, cap: 10_000 }, // slower than the default, so that one sees it happen
});
const book = new OrderBook();
const refusals = new Refusals(client, book);
const connection = new Connection(client);

new Board(book, me);
new RateChart(book, client);
const desk = new OrderDesk(client, book, refusals, me);
const explorer = new Explorer(client, refusals);

// After a gap the subscriptions are back, and what happened meanwhile is in the snapshot.
client.addEventListener('gap', async ({ detail }) => {
  connection.tellGap(detail, await book.catchUp());
});

try {
  await client.connect();
  await book.follow(client);
  await Promise.all([desk.open(), explorer.listen()]);
} catch (error) {
  connection.tell(`This page could not start: ${error.message}`);
}

/** Names this window towards the shop. It survives a reload, so that your orders stay yours. */
function windowId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  const fresh = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const id = sessionStorage.getItem('live-orders') ?? fresh;
  sessionStorage.setItem('live-orders', id);
  return id;
}
