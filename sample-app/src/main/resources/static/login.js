// The login page. Spring Security's form login does the work.

import { $ } from './dom.js';
import { withToken } from './session.js';

const NOTICES = {
  error: 'That name and password do not fit.',
  logout: 'You have logged out.',
};

const form = $('#login');
const reason = new URLSearchParams(location.search).keys().next().value;

withToken(form);
$('#login-status').textContent = NOTICES[reason] ?? '';
$('#login-status').dataset.tone = reason === 'error' ? 'bad' : 'good';
$('#demo-users').addEventListener('click', ({ target }) => {
  const { user } = target.closest('button')?.dataset ?? {};
  if (user) {
    form.elements.username.value = user;
    form.elements.password.value = 'pizza';
    form.requestSubmit();
  }
});
