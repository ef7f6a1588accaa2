// Asks before something is done that cannot be undone.

import { at, shown } from './dom.js';

/** Whether he wants it; Escape and the first button mean no. */
export function confirmed({ title, text, yes, no }) {
  const dialog = at('ask');
  const [refuse, accept] = dialog.querySelectorAll('button');
  at('ask-title').textContent = shown(title);
  at('ask-text').textContent = shown(text);
  refuse.textContent = shown(no);
  accept.textContent = shown(yes);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((answered) => {
    dialog.addEventListener('close', () => answered(dialog.returnValue === 'yes'), { once: true });
  });
}
