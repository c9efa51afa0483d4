// What was refused and why: the server's answers, with their code for programs and their text for people.

import { VwsError } from '/vws/vws.js';
import { $, el } from './dom.js';

const SHOWN = 30;

export class Refusals {
  #list = $('#refusals');
  #seen = new WeakSet();

  constructor(client, book, me) {
    client.addEventListener('error', ({ detail: { error, pattern } }) => {
      if (error instanceof VwsError) {
        this.add(pattern ? `subscribe ${pattern}` : 'connection', error);
      }
    });
    $('#cheat').addEventListener('click', async () => {
      const { customer, id } = book.all.at(-1) ?? { customer: me.name, id: '1001' };
      const topic = `customers/${customer}/orders/${id}/status`;
      try {
        await client.publish(topic, { customer, id, status: 'delivered' });
      } catch (error) {
        this.add(`publish ${topic}`, error);
      }
    });
  }

  add(what, error) {
    if (this.#seen.has(error)) {
      return; // the same error may reach us as a rejected promise and as an event
    }
    this.#seen.add(error);
    this.#list.prepend(el('li', {},
      el('p', { class: 'topic' }, el('code', {}, what), el('span', { class: 'tag bad' }, error.code)),
      el('p', { class: 'payload' }, error.message)));
    while (this.#list.children.length > SHOWN) {
      this.#list.lastChild.remove();
    }
  }
}
