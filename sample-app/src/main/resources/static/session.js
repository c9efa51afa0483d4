// Who is logged in, the way in and the way out.

import { el } from './dom.js';

/** Loads what the shop knows. Whoever is not logged in, or not any more, goes to the login page. */
export async function load(path) {
  const response = await fetch(path);
  if (response.status === 401) {
    askForLogin();
  }
  if (!response.ok) {
    throw new Error(`${path} cannot be loaded (${response.status})`);
  }
  return response.json();
}

export function askForLogin() {
  location.assign('/login.html');
}

/** Has a form send the token without which the server takes no form. It is loaded when needed, so it is never stale. */
export function withToken(form) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { parameterName, token } = await load('/csrf');
    form.append(el('input', { type: 'hidden', name: parameterName, value: token }));
    form.submit();
  });
}
