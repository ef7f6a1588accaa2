// Why something that was asked for was not done.

import { h } from './dom.js';
import { words } from './words.js';
import { Refused } from './api.js';

/** The answer of a node that was no, or that none came. */
export function problem(failure) {
  if (!(failure instanceof Refused)) {
    return h('p', { class: 'refused' }, 'The node does not answer; whether it was told is unknown.');
  }
  const { code, title: name, detail, hint } = failure.problem;
  return h('p', { class: 'refused' }, h('strong', {}, `${code ?? ''} ${words(name)}: `), detail ?? '',
    hint ? h('span', { class: 'hint' }, hint) : '');
}
