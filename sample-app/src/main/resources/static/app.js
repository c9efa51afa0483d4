// The page: one client, shared by the parts, each of which is a module.

import { VwsClient } from '/vws/vws.js';
import { Board } from './board.js';
import { RateChart } from './chart.js';
import { Connection, CuttableWebSocket } from './connection.js';
import { OrderDesk } from './desk.js';
import { Explorer } from './explorer.js';
import { Meters } from './meters.js';
import { OrderBook } from './orders.js';
import { Refusals } from './refusals.js';
import { askForLogin, load } from './session.js';
import { Visitor } from './visitor.js';

const me = new Visitor(await load('/api/me'));
const client = new VwsClient('/vws', {
  WebSocket: CuttableWebSocket,
  reconnect: { base: 3000, cap: 10_000 }, // slower than the default, so that one sees it happen
});
const book = new OrderBook(me);
const refusals = new Refusals(client, book, me);
const connection = new Connection(client);

new Board(book, me);
new RateChart(book, client);
const desk = new OrderDesk(client, book, refusals, me);
const explorer = new Explorer(client, refusals, me);
const meters = new Meters(client, me);

// After a gap the subscriptions are back, and what happened meanwhile is in the snapshot.
client.addEventListener('gap', async ({ detail }) => {
  connection.tellGap(detail, await book.catchUp());
});

// A logout, here or in another window, ends the connection; coming back takes a login.
client.addEventListener('error', ({ detail }) => {
  if (detail.error.code === 'unauthorized') {
    askForLogin();
  }
});

try {
  await client.connect();
  await book.follow(client);
  await Promise.all([desk.open(), explorer.listen(), meters.open()]);
} catch (error) {
  connection.tell(`This page could not start: ${error.message}`);
}
