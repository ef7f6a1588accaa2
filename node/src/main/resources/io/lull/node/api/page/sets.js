// Sets: what there is of them, where their copies lie, and what shows that they are good.

import { at, h, fill, svg } from './dom.js';
import { brief, fault, grade, time, words } from './words.js';
import { Refused, file, read } from './api.js';

const MOST = 100;
const PIN = 'M6 1.500h4M6.500 1.500v5L4 9.500h8L9.500 6.500v-5M8 9.500V15';
const TICK = 'M3 8.500l3.500 3.500L13 4.500';
const CROSS = 'M4 4l8 8M12 4l-8 8';
const pairs = (map) => Object.entries(map ?? {});
const places = new Map();

export function showSets(sets) {
  fill(at('sets'), ...sets.length === 0
    ? [h('li', { class: 'empty' }, 'There is none yet.')]
    : sets.slice(0, MOST).map((set) => h('li', { 'data-key': set.set },
      h('div', { class: 'row' }, brief(set.set),
        set.grade === undefined ? h('span', { class: 'chip' }, words(set.state)) : grade(set.grade),
        set.grade === undefined ? '' : h('span', { class: 'aside' }, words(set.state)),
        h('span', { class: 'aside when' }, time(set.changed))),
      set.failure ? h('p', {}, fault(set.failure)) : '',
      standing(set),
      h('div', { class: 'row' },
        h('a', { href: `#${set.session}` }, 'Session'),
        set.grade === undefined ? '' : h('button', {
          type: 'button', class: 'link', 'data-certificate': set.set }, 'Certificate'),
        copies(set)))));
}

/** What was said of a set: that it has to stay, and what its last verification came to. */
function standing(set) {
  const { pinned, verification } = set;
  return [
    pinned === undefined ? '' : h('p', { class: 'standing' }, mark('pinned', PIN, 'pinned'),
      h('span', {}, pinned)),
    verification === undefined ? '' : h('p', { class: 'standing' },
      verification.found.good ? mark('good', TICK, 'verified: good')
        : mark('bad', CROSS, 'verified: bad'),
      h('span', {}, time(verification.at), ' ', verification.found.detail))];
}

/** A word with a sign before it, which says nothing that the word does not. */
function mark(kind, sign, word) {
  return h('span', { class: `chip ${kind}` }, svg('svg', { class: 'sign', viewBox: '0 0 16 16',
    'aria-hidden': 'true' }, svg('path', { d: sign })), word);
}

function copies(set) {
  const all = pairs(set.copies);
  if (all.length === 0) {
    return h('span', { class: 'aside' }, 'no copies');
  }
  const count = all.length === 1 ? '1 copy' : `${all.length} copies`;
  return h('details', { 'data-copies': set.set, open: places.has(set.set) },
    h('summary', {}, set.leaving.length === 0 ? count : `${count}, ${set.leaving.length} may go`),
    h('ul', { class: 'copies' }, all.map(([volume, provider]) => h('li', {},
      h('code', {}, volume), ` by ${provider}`, set.leaving.includes(volume) ? ', may go' : '',
      place(set.set, volume, provider)))));
}

function place(set, volume, provider) {
  const copy = places.get(set)?.find((each) => each.provider === provider
    && (each.snapshot.volume ?? each.snapshot.slice(set.length + 1)) === volume);
  return copy?.place === undefined ? '' : h('div', { class: 'aside' }, 'in ',
    h('code', {}, copy.place));
}

/** Listens to what is done with the list; say tells what came of it. */
export function watchSets(again, say) {
  at('sets').addEventListener('toggle', (event) => {
    const set = event.target.dataset.copies;
    if (set === undefined || event.target.open === places.has(set)) {
      return;
    }
    if (!event.target.open) {
      places.delete(set);
      return;
    }
    places.set(set, []);
    read(`sets/${encodeURIComponent(set)}/copies`).then((answer) => {
      places.set(set, answer.copies);
      again();
    }, () => say('The hosts did not say where the copies lie.'));
  }, true);
  at('sets').addEventListener('click', (event) => {
    const set = event.target.dataset.certificate;
    if (set !== undefined) {
      save(set).catch((failure) =>
        say(failure instanceof Refused ? failure.message : 'The node does not answer.'));
    }
  });
}

async function save(set) {
  const url = URL.createObjectURL(await file(`sets/${encodeURIComponent(set)}/certificate`));
  h('a', { href: url, download: `${set}.certificate.json` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
