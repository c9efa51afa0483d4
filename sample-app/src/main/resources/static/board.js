// The board: a column for each state. A card keeps its slot until its order moves on, so only what happens moves.

import { $, beforePaint, el } from './dom.js';
import { isFinal } from './orders.js';

const COLUMNS = [
  ['placed', 'Placed'],
  ['preparing', 'Preparing'],
  ['baking', 'Baking'],
  ['ready', 'Ready'],
  ['done', 'Done'],
];

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

export class Board {
  #me;
  #columns = new Map();
  #cards = new Map();

  constructor(book, me) {
    this.#me = me;
    for (const [name, title] of COLUMNS) {
      this.#columns.set(name, new Column(name, title));
    }
    $('#board').append(...[...this.#columns.values()].map((column) => column.element));
    this.#fitSlots();
    new ResizeObserver(beforePaint(() => this.#fitSlots())).observe($('#board'));

    let delivered = 0;
    const showTotals = beforePaint(() => {
      $('#open').textContent = book.all.filter((order) => !isFinal(order.status)).length;
      $('#delivered').textContent = delivered;
    });
    book.addEventListener('order', ({ detail: { order } }) => {
      delivered += order.status === 'delivered';
      this.#show(order);
      showTotals();
    });
    book.addEventListener('forgotten', ({ detail }) => {
      this.#remove(detail);
      showTotals();
    });
  }

  #show(order) {
    const known = this.#cards.get(order.id);
    const card = known?.element ?? this.#card(order);
    const from = card.isConnected ? card.getBoundingClientRect() : undefined;
    card.dataset.status = order.status;
    $('.what', card).title = `Order ${order.id}: ${order.status}`;
    known?.column.remove(card);
    const column = this.#columns.get(isFinal(order.status) ? 'done' : order.status);
    this.#cards.set(order.id, { element: card, column });
    for (const dropped of column.add(card)) {
      this.#cards.delete(dropped.dataset.id);
    }
    animate(card, from);
  }

  #remove(id) {
    const known = this.#cards.get(id);
    this.#cards.delete(id);
    known?.column.remove(known.element);
  }

  #card(order) {
    const mine = order.reference === this.#me.window;
    const card = el('article', { class: 'card', 'data-id': order.id },
      el('p', { class: 'what' }, `${order.quantity} × ${order.item}`),
      el('p', { class: 'who' }, el('span', {}, `#${order.id}`), ' ',
        mine ? el('em', {}, 'ordered here') : el('bdi', {}, order.customer)));
    card.classList.toggle('mine', mine);
    return card;
  }

  #fitSlots() {
    for (const column of this.#columns.values()) {
      column.fit();
    }
  }
}

class Column {
  #done;
  #cards = new Set();
  #total = 0;
  #list = el('ol', { class: 'slots' });
  #count = el('span', { class: 'count' }, '0');
  #more = el('p', { class: 'more' });

  constructor(name, title) {
    this.#done = name === 'done';
    this.element = el('section', { class: 'column', 'data-status': name, 'aria-label': title },
      el('h3', {}, el('span', { class: 'dot' }), title, this.#count), this.#list, this.#more);
  }

  /** Adds a card and returns those that made room for it for good. */
  add(card) {
    this.#cards.add(card);
    this.#total++;
    let dropped = [];
    if (!this.#place(card)) {
      const placed = [...this.#cards].filter((other) => other.isConnected);
      if (this.#done) {
        dropped = placed.slice(0, 1);
        dropped.forEach((oldest) => this.#cards.delete(oldest));
        placed[0]?.replaceWith(card);
      } else if (card.classList.contains('mine')) {
        placed.findLast((other) => !other.classList.contains('mine'))?.replaceWith(card);
      }
    }
    this.#showCount();
    return dropped;
  }

  remove(card) {
    this.#cards.delete(card);
    card.remove();
    this.#placeWaiting();
    this.#showCount();
  }

  /** Has as many slots as there is room for. */
  fit() {
    const style = getComputedStyle(this.#list);
    const gap = parseFloat(style.rowGap);
    const rows = Math.floor((this.#list.clientHeight + gap) / (parseFloat(style.getPropertyValue('--slot')) + gap));
    const slots = Math.max(1, rows) * style.gridTemplateColumns.split(' ').length;
    if (slots !== this.#list.children.length) {
      this.#list.replaceChildren(...Array.from({ length: slots }, () => el('li')));
      this.#placeWaiting();
      this.#showCount();
    }
  }

  #place(card) {
    const free = [...this.#list.children].find((slot) => !slot.hasChildNodes());
    free?.append(card);
    return free !== undefined;
  }

  #placeWaiting() {
    for (const card of this.#cards) {
      if (!card.isConnected && !this.#place(card)) {
        return;
      }
    }
  }

  #showCount() {
    const hidden = [...this.#cards].filter((card) => !card.isConnected).length;
    this.#count.textContent = this.#done ? this.#total : this.#cards.size;
    this.#more.textContent = hidden && !this.#done ? `and ${hidden} more` : '';
  }
}

function animate(card, from) {
  if (!card.isConnected || reducedMotion.matches || document.hidden) {
    return;
  }
  const to = card.getBoundingClientRect();
  const start = from ? { transform: `translate(${from.x - to.x}px, ${from.y - to.y}px)` } : { opacity: 0, scale: 0.9 };
  card.animate([{ ...start, zIndex: 1 }, { zIndex: 1 }], { duration: 450, easing: 'cubic-bezier(.2, .8, .2, 1)' });
}
