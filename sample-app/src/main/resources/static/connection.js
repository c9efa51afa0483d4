// The state of the connection, a button that cuts it, and what it cost.

import { $ } from './dom.js';

const LABELS = {
  idle: 'Not connected',
  connecting: 'Connecting…',
  open: 'Connected',
  waiting: 'Cut off, coming back…',
  closed: 'Closed',
};

/** Remembers the newest socket so that the demo can cut it. An application needs no such thing. */
export class CuttableWebSocket extends WebSocket {
  static current;

  constructor(...args) {
    super(...args);
    CuttableWebSocket.current = this;
  }
}

export class Connection {
  #notice = $('#notice');

  constructor(client) {
    const pill = $('#state');
    const cut = $('#cut');
    const show = (state) => {
      pill.dataset.state = state;
      pill.textContent = LABELS[state] ?? state;
      cut.disabled = state !== 'open';
    };
    show(client.state);
    client.addEventListener('state', ({ detail }) => show(detail.state));
    client.addEventListener('close', ({ detail }) => {
      if (!detail.willReconnect) {
        this.tell(`The server ended it: ${detail.reason || 'no reason given'} (${detail.code})`);
      }
    });
    cut.addEventListener('click', () => CuttableWebSocket.current?.close(4000, 'demo'));
  }

  tell(text) {
    this.#notice.textContent = text;
  }

  tellGap({ from, to, patterns }, changed) {
    const seconds = ((new Date(to) - new Date(from)) / 1000).toFixed(1);
    const orders = changed === 1 ? '1 order' : `${changed || 'no'} orders`;
    this.tell(`Back after a gap of ${seconds} s: ${patterns.length} subscriptions renewed, ${orders} caught up.`);
  }
}
