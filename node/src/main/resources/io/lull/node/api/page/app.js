// Signs in, follows what changes, and shows what is chosen.

import { at, fill, h, say, shown } from './dom.js';
import { Refused, follow, read, token } from './api.js';
import { ordered, showSessions } from './sessions.js';
import { showSets, watchSets } from './sets.js';
import { showHosts } from './hosts.js';
import { latest, showOperations } from './operations.js';
import { Detail } from './detail.js';
import { Operation } from './operation.js';

const MOST = 200;
const SETS = 500;

const sessions = new Map();
// Streams and restores, by what the address calls them.
const operations = new Map();
let caller = null;
let hosts = null;
let sets = [];
let detail = null;
let chosen = null;
let drawing = false;
let asking = null;
let leave = () => {};

at('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  token.set(at('token').value.trim());
  at('token').value = '';
  signIn();
});
at('sign-out').addEventListener('click', () => {
  signedOut();
  at('token').focus();
});
window.addEventListener('hashchange', () => choose(true));
watchSets(() => showSets(sets), say);

if (token.get() === null) {
  signedOut();
} else {
  signIn();
}

function signIn() {
  line('connecting');
  leave = follow('changes', changed);
}

function changed(name, data) {
  switch (name) {
    case 'caller': return welcome(data);
    case 'session': return session(data);
    case 'restore': return operation('restores', data);
    case 'stream': return operation('streams', data);
    case 'hosts': return host(data);
    case 'node': return node(data);
    case 'lost': return line('lost');
    case 'refused': return refused(data);
    default: return undefined;
  }
}

/** From now on nothing is missed, so what there is can be asked for. */
async function welcome(me) {
  caller = me;
  at('sign-in').hidden = true;
  at('board').hidden = false;
  at('sign-out').hidden = false;
  at('caller').textContent = shown(`${me.name}, ${me.role}`);
  line('live');
  try {
    const all = await read(`sessions?limit=${MOST}`);
    for (const view of all.sessions) {
      if (!(sessions.get(view.session)?.version > view.version)) {
        sessions.set(view.session, view);
      }
    }
    for (const kind of ['streams', 'restores']) {
      for (const view of (await read(`${kind}?limit=${MOST}`))[kind]) {
        keep(kind, view);
      }
    }
    detail?.see(sessions.get(chosen) ?? operations.get(chosen).view);
    choose(false);
    draw();
    askSets();
  } catch (failure) {
    refused(failure);
  }
}

function node(view) {
  const ready = view.notReady.length === 0;
  document.title = `Lull · ${view.host}`;
  fill(at('node'), h('b', {}, view.host), ' ', h('span', { class: 'aside' }, view.version), ' ',
    h('span', { class: ready ? 'chip good' : 'chip bad', title: view.notReady.join('; ') },
      ready ? 'ready' : 'not ready'));
}

function session(view) {
  const first = !sessions.has(view.session);
  sessions.set(view.session, view);
  if (sessions.size > 2 * MOST) {
    const kept = ordered(sessions);
    sessions.clear();
    kept.forEach((each) => sessions.set(each.session, each));
  }
  if (first) {
    say('A session has begun.');
  }
  if (detail !== null && view.session === chosen) {
    detail.see(view);
  } else if (location.hash === '' && first) {
    choose(false);
  }
  draw();
  askSets();
}

/** Keeps what is newer than what is known; says whether it is the first of its name. */
function keep(kind, view) {
  const key = `${kind}/${view.session}`;
  const known = operations.get(key);
  if (!(known?.view.version > view.version)) {
    operations.set(key, { kind, view });
  }
  return known === undefined;
}

function operation(kind, view) {
  const first = keep(kind, view);
  if (operations.size > 2 * MOST) {
    const kept = latest(operations);
    operations.clear();
    kept.forEach((each) => keep(each.kind, each.view));
  }
  if (first) {
    say(kind === 'streams' ? 'A stream has begun.' : 'A restore has begun.');
  }
  if (detail !== null && `${kind}/${view.session}` === chosen) {
    detail.see(view);
  } else if (chosen === null) {
    choose(false);
  }
  draw();
}

function host(views) {
  hosts = views;
  detail?.seeHosts(views);
  draw();
}

/** Many changes that come together are drawn once. */
function draw() {
  if (!drawing) {
    drawing = true;
    requestAnimationFrame(() => {
      drawing = false;
      showSessions(sessions, chosen);
      showOperations(operations, chosen, hosts);
      if (hosts !== null) {
        showHosts(hosts);
      }
    });
  }
}

function askSets() {
  asking ??= setTimeout(async () => {
    asking = null;
    try {
      ({ sets } = await read('sets'));
      showSets(sets);
    } catch (failure) {
      line(failure instanceof Refused ? 'live' : 'lost');
    }
  }, SETS);
}

/** What the address names, or else what began last. */
async function choose(wanted) {
  if (caller === null) {
    return;
  }
  const named = decodeURIComponent(location.hash.slice(1));
  const id = named === '' || named === 'main' ? first() : named;
  if (id === undefined || id === chosen || (wanted && named === 'main')) {
    return;
  }
  if (!sessions.has(id) && !operations.has(id)) {
    try {
      await ask(id);
    } catch (failure) {
      say(failure.message);
      return;
    }
  }
  detail?.close();
  chosen = id;
  detail = operations.has(id) ? new Operation(operations.get(id), caller.role, hosts)
    : new Detail(sessions.get(id), caller.role, hosts);
  draw();
  if (wanted) {
    at('detail').focus({ preventScroll: false });
  }
}

function first() {
  const operation = latest(operations)[0];
  return ordered(sessions)[0]?.session ?? (operation && `${operation.kind}/${operation.view.session}`);
}

/** Has the node tell of one that is not among the latest. */
async function ask(id) {
  const [, kind, name] = /^(streams|restores)\/(.+)$/.exec(id) ?? [];
  if (kind === undefined) {
    sessions.set(id, await read(`sessions/${encodeURIComponent(id)}`));
  } else {
    keep(kind, await read(`${kind}/${encodeURIComponent(name)}`));
  }
}

function refused(failure) {
  if (failure instanceof Refused && failure.problem.status === 401) {
    signedOut('The node does not know this token.');
  } else {
    line('lost', failure.message);
  }
}

function line(state, why = '') {
  const said = { connecting: 'connecting …', live: 'live', lost: 'no connection, trying again' };
  at('line').dataset.state = state;
  at('line').title = shown(why);
  if (at('line').textContent !== said[state]) {
    at('line').textContent = said[state];
  }
}

function signedOut(why = '') {
  leave();
  detail?.close();
  token.forget();
  sessions.clear();
  operations.clear();
  [caller, hosts, sets, detail, chosen] = [null, null, [], null, null];
  at('refused').textContent = why;
  at('board').hidden = true;
  at('sign-out').hidden = true;
  at('sign-in').hidden = false;
  fill(at('node'));
  at('caller').textContent = '';
  at('line').textContent = '';
  at('line').dataset.state = '';
  at('detail').replaceChildren(h('h2', { id: 'detail-title' }, 'Session'),
    h('p', { class: 'empty' }, 'Choose a session to see what became of it.'));
  if (why !== '') {
    at('token').focus();
  }
}
