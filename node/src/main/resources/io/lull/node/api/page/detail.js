// One session: where it stands, who stood still for how long, what happened, and its end.

import { at, h, fill, say } from './dom.js';
import { brief, fault, grade, span, time, words } from './words.js';
import { Refused, call, follow, read } from './api.js';
import { Gantt, WINDOW } from './gantt.js';
import { OpenWindow, closed } from './moments.js';
import { abortable, standing } from './sessions.js';
import { confirmed } from './dialog.js';
import { problem } from './problem.js';
import { told } from './told.js';

const EVENTS = 500;
const FRAME = 100;

/** The session that somebody has chosen; made anew for each. */
export class Detail {
  #view;
  #role;
  #leave;
  #events = [];
  #plan = null;
  #open = null;
  #hosts = null;
  #gantt = new Gantt({ deeds: WINDOW });
  #drawn = 0;
  #over = false;
  #result;
  #parts = {
    head: h('div', { class: 'head' }), facts: h('dl', { class: 'facts' }),
    outcome: h('div', { class: 'outcome', role: 'status' }), act: h('div', { class: 'row act' }),
    window: h('section', { class: 'window', 'aria-labelledby': 'window-title' }),
    events: h('ol', { class: 'events', reversed: true }),
  };

  constructor(view, role, hosts) {
    this.#role = role;
    this.#hosts = hosts;
    const parts = this.#parts;
    at('detail').replaceChildren(parts.head, parts.facts, parts.act, parts.outcome, parts.window,
      h('section', { 'aria-labelledby': 'events-title' }, h('h3', { id: 'events-title' }, 'Events'),
        h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'events-title' },
          parts.events)));
    this.#noWindow();
    this.see(view);
    this.#leave = follow(`sessions/${encodeURIComponent(view.session)}/events`,
      (name, data) => data?.event && this.#happened(name, data), () => this.#view.over);
    this.#past();
  }

  /** Nothing of it is shown any more. */
  close() {
    this.#over = true;
    this.#leave();
  }

  /** The session as it is now. */
  see(view) {
    const before = this.#view;
    this.#view = view;
    if (before !== undefined && before.phase !== view.phase) {
      say(`Session ${words(view.phase)}.`);
    }
    fill(this.#parts.head, h('h2', { id: 'detail-title' }, words(view.phase)), standing(view));
    fill(this.#parts.facts, ...[
      ['Session', brief(view.session)], ['Began', time(view.began)],
      ['Changed', time(view.changed)], ['Set', view.set ? brief(view.set) : '–'],
      ['Grade', view.grade ? grade(view.grade) : `at least ${words(view.lowest)}`],
      ['Epoch', view.epoch],
    ].map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
    this.#act(view);
    this.#tell();
    if (view.phase !== 'WINDOW_OPEN' && this.#open !== null) {
      this.#open = null;
      this.#past();
    }
    this.#begin();
  }

  /** How the hosts are now. */
  seeHosts(views) {
    this.#hosts = views;
    if (this.#open !== null) {
      const before = this.#open.counts().frozen;
      this.#open.see(views, performance.now());
      const { all, frozen } = this.#open.counts();
      if (frozen !== before) {
        say(`${frozen} of ${all} writers stand still.`);
      }
    }
  }

  /** What came of what was asked for, and what went wrong. */
  #tell() {
    const { failure, unconfirmed } = this.#view;
    fill(this.#parts.outcome, ...[this.#result,
      failure && h('p', { class: 'refused' }, fault(failure)),
      ...unconfirmed.map((writer) => h('p', { class: 'refused' },
        h('strong', {}, writer), ' has not said that it runs again: look at it.'))]
      .filter((part) => part));
  }

  #act(view) {
    const may = this.#role !== 'viewer';
    const here = this.#parts.act.contains(document.activeElement);
    fill(this.#parts.act, abortable(view)
      ? [h('button', { type: 'button', class: 'danger', 'data-key': 'abort',
        'aria-disabled': may ? null : 'true', 'aria-describedby': may ? null : 'may-not',
        onclick: () => may && this.#abort() }, 'Abort'),
      may ? '' : h('span', { id: 'may-not', class: 'aside' },
        'You may look; an operator may abort.')] : []);
    if (here && document.activeElement === document.body) {
      at('detail').focus({ preventScroll: true });
    }
  }

  async #abort() {
    const id = this.#view.session;
    if (!await confirmed({
      title: 'Abort this session?',
      text: 'Every writer runs again at once, and no copy of the set stays.',
      no: 'Keep going', yes: 'Abort',
    })) {
      return;
    }
    this.#came(h('p', {}, 'Aborting …'));
    try {
      const { unreached } = await call(`sessions/${encodeURIComponent(id)}/abort`);
      this.#came(unreached.length === 0
        ? h('p', { class: 'good' }, 'Aborted: every writer runs again, and no copy stays.')
        : h('p', { class: 'refused' }, `Aborted, but not reached: ${unreached.join(', ')}. ` +
          'Their leases end by themselves, and they are told again.'));
    } catch (failure) {
      this.#came(problem(failure));
    }
  }

  #came(paragraph) {
    if (!this.#over) {
      this.#result = paragraph;
      this.#tell();
      if (document.activeElement === document.body) {
        at('detail').focus({ preventScroll: true });
      }
    }
  }

  #happened(name, { sequence, at: when, event }) {
    if (this.#events.some((known) => known.dataset.key === String(sequence))) {
      return;
    }
    this.#events.unshift(h('li', { 'data-key': sequence, value: sequence },
      time(when), ' ', told(event)));
    this.#events.length = Math.min(this.#events.length, EVENTS);
    this.#parts.events.prepend(this.#events[0]);
    while (this.#parts.events.children.length > EVENTS) {
      this.#parts.events.lastChild.remove();
    }
    if (name === 'window-opened') {
      this.#plan = event.plan;
      this.#begin();
    } else if (name === 'window-closed') {
      this.#plan = null;
      this.#open = null;
      this.#past();
    }
  }

  /** The event and the session's phase come on two lines, and either may be first. */
  #begin() {
    if (this.#plan === null || this.#open !== null || this.#view.phase !== 'WINDOW_OPEN') {
      return;
    }
    this.#open = new OpenWindow(this.#plan, performance.now());
    if (this.#hosts !== null) {
      this.#open.see(this.#hosts, performance.now());
    }
    this.#picture();
    requestAnimationFrame((now) => this.#live(now));
  }

  #live(now) {
    if (this.#open === null || this.#over) {
      return;
    }
    if (now - this.#drawn >= FRAME) {
      this.#drawn = now;
      const { all, frozen } = this.#open.counts();
      this.#gantt.draw(this.#open.rows(performance.now()),
        h('span', {}, h('b', {}, `${frozen} of ${all}`), ' writers stand still'));
    }
    requestAnimationFrame((next) => this.#live(next));
  }

  async #past() {
    try {
      const moments = closed(await read(`sessions/${encodeURIComponent(this.#view.session)}/timeline`));
      if (this.#over || this.#open !== null) {
        return;
      }
      if (moments.rows.length === 0) {
        this.#noWindow(`It took ${span(moments.length)}; no more was kept of it.`);
        return;
      }
      this.#picture();
      this.#gantt.draw(moments, h('span', {}, 'From the first Freeze to the last Thaw ',
        h('b', {}, span(moments.length))));
    } catch (none) {
      if (!(none instanceof Refused && none.problem.status === 404)) {
        this.#noWindow(none.message);
      }
    }
  }

  #picture() {
    if (!this.#gantt.element.isConnected) {
      this.#parts.window.replaceChildren(title(), this.#gantt.element);
    }
  }

  #noWindow(why = 'It has had none yet: nothing has stood still.') {
    this.#parts.window.replaceChildren(title(), h('p', { class: 'empty' }, why));
  }
}

function title() {
  return h('h3', { id: 'window-title' }, 'Freeze window');
}
