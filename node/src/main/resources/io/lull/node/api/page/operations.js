// The list of streams and restores, the one that began last first.

import { at, h, fill } from './dom.js';
import { brief, size, time, words } from './words.js';

const MOST = 100;
const chip = (kind, text) => h('span', { class: `chip ${kind}` }, text);

/** How a stream is, in one chip. */
function ofStream(view) {
  if (view.fault !== undefined) {
    return chip('bad', 'failed');
  }
  // Who stopped it and who ended it then are two people; the first is why nothing came of it.
  if (view.stopped !== undefined || view.outcome === 'ABORTED_BY_SERVER') {
    return chip('bad', 'stopped');
  }
  if (view.outcome === 'ABORTED_BY_CALLER') {
    return chip('bad', 'given up');
  }
  if (view.stored) {
    return view.lost.length > 0 ? chip('bad', 'not all of it') : chip('good', 'stored');
  }
  return view.over ? chip('bad', 'not stored') : chip('busy', 'under way');
}

/** How a restore is, in one chip. */
function ofRestore(view) {
  const files = Object.values(view.components);
  if (files.includes('FAILED')) {
    return chip('bad', 'damaged');
  }
  if (Object.keys(view.failures).length > 0 || view.end !== undefined) {
    return chip('bad', 'failed');
  }
  if (!view.over) {
    return chip('busy', 'under way');
  }
  return files.length > 0 && files.every((each) => each === 'ALL')
    ? chip('good', 'back') : chip('bad', 'not back');
}

/** How one is, in one chip. */
export function standing({ kind, view }) {
  return kind === 'streams' ? ofStream(view) : ofRestore(view);
}

/** What is read of a stream now, if its host has said so. */
export function reading(view, hosts) {
  return hosts?.hosts.flatMap((host) => host.instances ?? [])
    .map((instance) => instance.stream)
    .find((stream) => stream?.session === view.session)?.reading;
}

/** How far the file is that is being read, in words. */
export function far({ file, covered, size: all }) {
  const name = file.is === 'log-file' ? `log ${file.generation}` : `database ${file.database}`;
  return `${name}: ${size(covered)} of ${size(all)}`;
}

/** What one is of: an instance, or a set. */
export function subject({ kind, view }) {
  return kind === 'streams' ? `${view.host}/${view.instance}` : view.set ?? 'no set yet';
}

/** In the order in which the page shows them. */
export function latest(operations) {
  return [...operations.values()]
    .sort((one, other) => other.view.began.localeCompare(one.view.began)
      || one.view.session.localeCompare(other.view.session))
    .slice(0, MOST);
}

export function showOperations(operations, chosen, hosts) {
  const all = latest(operations);
  fill(at('operations'), ...all.length === 0
    ? [h('li', { class: 'empty' }, 'Nobody has begun one yet: lull stream and lull restore do.')]
    : all.map((operation) => one(operation, chosen, hosts)));
}

function one(operation, chosen, hosts) {
  const { kind, view } = operation;
  const key = `${kind}/${view.session}`;
  const now = kind === 'streams' && !view.over ? reading(view, hosts) : undefined;
  return h('li', { 'data-key': key },
    h('a', { href: `#${key}`, 'aria-current': key === chosen ? 'true' : null },
      h('span', { class: 'phase' }, kind === 'streams' ? `${words(view.kind)} stream` : 'restore'),
      standing(operation),
      h('span', { class: 'aside' }, subject(operation)),
      h('span', { class: 'aside when' }, time(view.began)),
      h('span', { class: 'aside' }, brief(view.session)),
      h('span', { class: 'aside when' }, words(view.phase)),
      now === undefined ? '' : h('span', { class: 'aside wide' }, far(now))));
}
