// Writers and providers, in the words of their hosts.

import { at, h, fill } from './dom.js';
import { fault, millis, span, time, words } from './words.js';

export function showHosts(views) {
  const silent = views.silent.map((host) => h('section', { class: 'host', 'data-key': host },
    h('h3', {}, host, ' ', h('span', { class: 'chip bad' }, 'silent')),
    h('p', { class: 'aside' }, 'It is known, and did not answer in time.')));
  const said = views.hosts.map((host) => h('section', { class: 'host', 'data-key': host.host },
    h('h3', {}, host.host, ' ', h('span', { class: 'aside', title: 'Incarnation of its process' },
      `life ${host.incarnation}`)),
    h('ul', { 'aria-label': `Writers of ${host.host}` }, host.writers.map(writer)),
    h('ul', { 'aria-label': `Providers of ${host.host}` }, host.providers.map(provider))));
  fill(at('hosts'), ...silent, ...said, silent.length + said.length === 0
    ? h('p', { class: 'empty' }, 'This node knows of no host yet.') : '');
}

function writer(view) {
  const failed = view.state.startsWith('FAILED');
  const held = view.leaseLeft !== undefined;
  return h('li', { class: held ? 'participant held' : 'participant', 'data-key': view.writer },
    h('span', { class: 'who', title: view.writer }, own(view.writer)),
    h('span', { class: `chip ${held ? 'frozen' : failed ? 'bad' : ''}` },
      held ? 'frozen' : words(view.state)),
    h('span', { class: 'numbers' },
      held ? h('b', {}, `${span(millis(view.leaseLeft))} left`)
        : view.typicalHold === undefined ? 'never held'
          : h('span', { title: `What 99 of its last 100 holds did not exceed; ${view.holds} holds` },
            `p99 hold ${span(millis(view.typicalHold))}`)),
    trouble(view));
}

function provider(view) {
  return h('li', { class: 'participant', 'data-key': view.provider },
    h('span', { class: 'who', title: view.provider }, own(view.provider)),
    h('span', { class: `chip ${view.sets > 0 ? 'busy' : ''}` },
      view.sets > 0 ? `in ${view.sets} ${view.sets === 1 ? 'set' : 'sets'}` : 'idle'),
    h('span', { class: 'numbers' }, `${words(view.cut)} cut`),
    trouble(view));
}

/** The host stands above it already. */
function own(id) {
  return id.slice(id.indexOf('/') + 1);
}

function trouble(view) {
  return view.lastFault === undefined ? '' : h('p', { class: 'trouble' }, 'Last error ',
    view.lastFaultAt === undefined ? '' : time(view.lastFaultAt), ': ', fault(view.lastFault));
}
