// The visitor's order: published on a topic of their own, answered by an event.

import { $, el } from './dom.js';

export class OrderDesk {
  #client;
  #book;
  #refusals;
  #me;
  #form = $('#desk');
  #status = $('#desk-status');

  constructor(client, book, refusals, me) {
    this.#client = client;
    this.#book = book;
    this.#refusals = refusals;
    this.#me = me;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#order(new FormData(this.#form));
    });
    book.addEventListener('order', ({ detail: { order, previous } }) => {
      // A refusal stays until the next order: news of an earlier one does not replace it.
      const refused = this.#status.dataset.tone === 'bad';
      if (order.reference === me.window && !refused && (previous || !isOld(order, book))) {
        this.#tell(`Your order #${order.id} is ${order.status}.`, 'good');
      }
    });
  }

  async open() {
    $('select', this.#form).replaceChildren(...this.#book.menu.map((item) => el('option', {}, item)));
    // An acknowledgment says that the shop got the order. Whether it takes it is an answer of the application.
    await this.#client.subscribe(`customers/${this.#me.name}/rejected/${this.#me.window}`, ({ reason }) => {
      this.#tell(reason, 'bad');
      this.#refusals.add('your order', { code: 'shop', message: reason });
    }).ready;
  }

  async #order(data) {
    const order = { ...Object.fromEntries(data), quantity: Number(data.get('quantity')), reference: this.#me.window };
    const topic = `customers/${this.#me.name}/orders/new`;
    this.#tell('Sending…');
    try {
      await this.#client.publish(topic, order);
    } catch (error) {
      this.#tell(error.message, 'bad');
      this.#refusals.add(`publish ${topic}`, error);
    }
  }

  #tell(text, tone = '') {
    this.#status.textContent = text;
    this.#status.dataset.tone = tone;
  }
}

// After a reload the snapshot holds orders of a while ago: no news.
const isOld = (order, book) => book.now() - Date.parse(order.placedAt) > 5000;
