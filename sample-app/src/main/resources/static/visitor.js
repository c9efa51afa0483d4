// Who looks at this page, and which topics are theirs.

import { $ } from './dom.js';
import { withToken } from './session.js';

// Another name of this computer has cookies of its own, so that somebody else can be logged in there.
const OTHER_HOST = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' };

export class Visitor {
  constructor({ name, operator }) {
    this.name = name;
    /** Whose orders this page follows: a level of the topics. */
    this.scope = operator ? '+customer' : name;
    this.operator = operator;
    this.window = windowId(name);
    document.title = `${name} · ${document.title}`;
    $('#me').textContent = name;
    $('#role').textContent = operator ? 'operator' : 'customer';
    document.querySelectorAll('.my-name').forEach((place) => place.replaceChildren(name));
    document.querySelectorAll('.my-scope').forEach((place) => place.replaceChildren(this.scope));
    $('#second').hostname = OTHER_HOST[location.hostname] ?? location.hostname;
    withToken($('#logout'));
  }
}

/** Names this window towards the shop. It survives a reload, so that the shop's answers still find it. */
function windowId(name) {
  const key = `live-orders-${name}`;
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  const fresh = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const id = sessionStorage.getItem(key) ?? fresh;
  sessionStorage.setItem(key, id);
  return id;
}
