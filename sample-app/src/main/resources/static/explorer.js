// A subscription the visitor can edit, and what arrives on it.

import { $, beforePaint, el } from './dom.js';

const SHOWN = 50;

export class Explorer {
  #client;
  #refusals;
  #subscription;
  #wanted; // asked for, not answered yet
  #received = 0;
  #paused = false;
  #fresh = [];
  #list = $('#events');
  #field = $('#pattern');
  #status = $('#explorer-status');
  #render = beforePaint(() => this.#show());

  constructor(client, refusals, me) {
    this.#client = client;
    this.#refusals = refusals;
    $('#explorer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.listen();
    });
    this.#field.value = `customers/${me.scope}/orders/+id/placed`;
    $('#chips').append(...suggestions(me).map((pattern) => this.#chip(pattern)));
    $('#pause').addEventListener('click', ({ target }) => {
      this.#paused = !this.#paused;
      target.ariaPressed = this.#paused;
      target.textContent = this.#paused ? 'Resume' : 'Pause';
      this.#render();
    });
  }

  /** Subscribes to the pattern in the field. The one before is given up only when the new one is granted. */
  async listen() {
    const pattern = this.#field.value.trim();
    this.#wanted?.cancel();
    if (pattern === this.#subscription?.pattern) {
      this.#tell();
      return;
    }
    const subscription = this.#client.subscribe(pattern, (data, event) => this.#take(subscription, event));
    this.#wanted = subscription;
    try {
      await subscription.ready;
    } catch (error) {
      if (error.code !== 'cancelled') {
        this.#tellRefused(pattern, error);
      }
      return;
    } finally {
      if (this.#wanted === subscription) {
        this.#wanted = undefined;
      }
    }
    this.#subscription?.cancel();
    this.#subscription = subscription;
    this.#received = 0;
    this.#fresh = [];
    this.#list.replaceChildren();
    this.#tell();
  }

  #take(subscription, event) {
    if (subscription === this.#subscription) {
      this.#received++;
      this.#fresh = [event, ...this.#fresh.slice(0, SHOWN - 1)];
      this.#render();
    }
  }

  #show() {
    if (!this.#paused) {
      this.#list.prepend(...this.#fresh.map(row));
      this.#fresh = [];
      while (this.#list.children.length > SHOWN) {
        this.#list.lastChild.remove();
      }
    }
    $('#explorer-status .count')?.replaceChildren(count(this.#received));
  }

  #tell() {
    this.#field.removeAttribute('aria-invalid');
    this.#status.dataset.tone = 'good';
    // The count changes many times a second: it is for eyes only.
    this.#status.replaceChildren('Listening to ', el('code', {}, this.#subscription.pattern),
      el('span', { class: 'count', 'aria-hidden': 'true' }, count(this.#received)));
  }

  #tellRefused(pattern, error) {
    this.#refusals.add(`subscribe ${pattern}`, error);
    this.#field.setAttribute('aria-invalid', 'true');
    this.#status.textContent = `${error.message} (${error.code})`;
    this.#status.dataset.tone = 'bad';
  }

  #chip(pattern) {
    const chip = el('button', { type: 'button', class: 'chip code' }, pattern);
    chip.addEventListener('click', () => {
      this.#field.value = pattern;
      this.listen();
    });
    return chip;
  }
}

/** Some to hear, some to be refused. */
function suggestions({ name, scope, operator }) {
  const other = name === 'grace' ? 'ada' : 'grace';
  return [`customers/${scope}/#`, `customers/${other}/#`, operator ? '$sys/#' : 'customers/+/#', '#', 'customers/a#'];
}

const count = (number) => (number === 1 ? '1 event' : `${number} events`);

function row({ topic, data, variables }) {
  const payload = JSON.stringify(data);
  return el('li', {},
    el('p', { class: 'topic' }, el('code', {}, topic),
      ...Object.entries(variables).map(([name, value]) => el('span', { class: 'tag' }, `${name} = ${value}`))),
    el('p', { class: 'payload', title: payload }, el('code', {}, payload)));
}
