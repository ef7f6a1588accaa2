// The list of sessions, the one that began last first.

import { at, h, fill } from './dom.js';
import { brief, grade, time, words } from './words.js';

const MOST = 100;

/** How a session is, in one chip. */
export function standing(view) {
  if (view.unconfirmed.length > 0) {
    return h('span', { class: 'chip bad' }, 'not confirmed to run');
  }
  if (view.phase === 'WINDOW_OPEN') {
    return h('span', { class: 'chip frozen' }, 'frozen');
  }
  if (view.failure !== undefined) {
    return h('span', { class: 'chip bad' }, 'failed');
  }
  if (view.grade !== undefined) {
    return grade(view.grade);
  }
  return h('span', { class: 'chip' }, view.over ? 'over' : 'open');
}

/** Whether there is anything left to abort. */
export function abortable(view) {
  return !view.over && !['RELEASING', 'ABORTING', 'BACKUP_ABORTED', 'BACKUP_COMPLETED',
    'COMPLETING', 'CREATION_FAILED'].includes(view.phase);
}

/** In the order in which the page shows them. */
export function ordered(sessions) {
  return [...sessions.values()]
    .sort((one, other) => other.began.localeCompare(one.began)
      || one.session.localeCompare(other.session))
    .slice(0, MOST);
}

export function showSessions(sessions, chosen) {
  const all = ordered(sessions);
  fill(at('sessions'), ...all.length === 0
    ? [h('li', { class: 'empty' }, 'Nobody has begun one yet: lull backup does.')]
    : all.map((view) => h('li', { 'data-key': view.session },
      h('a', { href: `#${view.session}`, 'aria-current': view.session === chosen ? 'true' : null },
        h('span', { class: 'phase' }, words(view.phase)), standing(view),
        h('span', { class: 'aside' }, brief(view.session)),
        h('span', { class: 'aside when' }, time(view.began))))));
}
