// The meters of the server, which it publishes itself. Its rules let operators have them.

import { $, el } from './dom.js';

const FIGURES = [
  { title: 'Connections', of: 'vws.connections.active' },
  { title: 'Subscriptions', of: 'vws.subscriptions.active' },
  { title: 'Received', of: 'vws.messages.received', perSecond: true },
  { title: 'Sent', of: 'vws.messages.sent', perSecond: true },
  { title: 'Waiting', of: 'vws.queue.messages' },
  { title: 'Refused', of: 'vws.requests.refused' },
  { title: 'Dropped', of: 'vws.events.dropped' },
];

export class Meters {
  #client;
  #me;
  #box = $('#meters');
  #figures = FIGURES.map((figure) => ({ ...figure, output: el('dd', { 'data-meter': figure.of }, '–') }));
  #before;

  constructor(client, me) {
    this.#client = client;
    this.#me = me;
    $('.figures', this.#box).append(
      ...this.#figures.map(({ title, output }) => el('div', {}, el('dt', {}, title), output)));
  }

  async open() {
    if (this.#me.operator) {
      this.#box.hidden = false;
      await this.#client.subscribe('$metrics', (meters) => this.#show({ at: performance.now(), meters })).ready;
    }
  }

  #show(now) {
    const before = this.#before;
    this.#before = now;
    for (const { of, perSecond, output } of this.#figures) {
      if (!perSecond) {
        output.textContent = total(now.meters, of);
      } else if (before) {
        const rate = (total(now.meters, of) - total(before.meters, of)) * 1000 / (now.at - before.at);
        output.textContent = `${Math.max(0, rate).toFixed(1)}/s`; // a server that was restarted counts from zero
      }
    }
  }
}

/** A meter has a value for each of its tags, such as `vws.messages.sent{kind=event}`. */
const total = (meters, name) => Object.keys(meters)
  .filter((key) => key === name || key.startsWith(`${name}{`))
  .reduce((sum, key) => sum + meters[key], 0);
