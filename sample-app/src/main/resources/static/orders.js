// What this page knows about the orders, from two sources that overlap: events and snapshots.

import { load } from './session.js';

const LIMIT = 400; // the shop itself remembers 200
const STATUSES = ['placed', 'preparing', 'baking', 'ready', 'delivered', 'cancelled'];

export const isFinal = (status) => rank(status) === 4;

// An order only ever moves forward; delivered and cancelled are both the end.
const rank = (status) => Math.min(STATUSES.indexOf(status), 4);

/**
 * The orders by their id. Dispatches `order` (detail: the order, previous: its status before) whenever one changes,
 * and `forgotten` (detail: the id) when one is gone.
 */
export class OrderBook extends EventTarget {
  menu = [];

  #me;
  #orders = new Map();
  #clockOffset = 0;

  constructor(me) {
    super();
    this.#me = me;
  }

  /**
   * Subscribe first, then ask for the snapshot. The other way round, what happens between the two would be in
   * neither. This way it may be in both, which does no harm: merging takes whichever status is further on.
   */
  async follow(client) {
    const orders = `customers/${this.#me.scope}/orders/+id`;
    const placed = client.subscribe(`${orders}/placed`, (order) => this.#merge({ ...order, status: 'placed' }));
    const moved = client.subscribe(`${orders}/status`, (change) => this.#merge(change));
    await Promise.all([placed.ready, moved.ready]);
    await this.catchUp();
  }

  /** Loads the snapshot and returns how many orders it brought up to date. */
  async catchUp() {
    const { now, menu, orders } = await load('/api/orders');
    this.#clockOffset = Date.parse(now) - Date.now();
    this.menu = menu;
    this.#forgetAllBut(new Set(orders.map((order) => order.id)), Date.parse(now));
    return orders.filter((order) => this.#merge(order)).length;
  }

  /** The shop's time in milliseconds, whatever this computer's clock says. */
  now() {
    return Date.now() + this.#clockOffset;
  }

  get all() {
    return [...this.#orders.values()].filter(isComplete);
  }

  #merge(news) {
    let known = this.#orders.get(news.id);
    if (known?.placedAt && news.placedAt && known.placedAt !== news.placedAt) {
      this.#forget(known.id); // the shop was restarted and counts from the start again
      known = undefined;
    }
    if (known && isComplete(known) && rank(news.status) <= rank(known.status)) {
      return false;
    }
    const newest = known && rank(known.status) > rank(news.status) ? known.status : news.status;
    const order = { ...known, ...news, status: newest };
    this.#orders.set(order.id, order);
    // The status of an order that was placed before we came waits here for the snapshot.
    if (isComplete(order)) {
      const previous = known && isComplete(known) ? known.status : undefined;
      this.dispatchEvent(new CustomEvent('order', { detail: { order, previous } }));
    }
    if (this.#orders.size > LIMIT) {
      this.#forget(this.#orders.keys().next().value);
    }
    return true;
  }

  /** What the shop does not know any more is gone, except what it took after it wrote the snapshot. */
  #forgetAllBut(ids, writtenAt) {
    for (const order of this.all) {
      if (!ids.has(order.id) && Date.parse(order.placedAt) < writtenAt) {
        this.#forget(order.id);
      }
    }
  }

  #forget(id) {
    this.#orders.delete(id);
    this.dispatchEvent(new CustomEvent('forgotten', { detail: id }));
  }
}

const isComplete = (order) => order.placedAt !== undefined;
