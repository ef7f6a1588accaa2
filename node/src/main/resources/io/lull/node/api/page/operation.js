// One stream or restore: where it stands, what went on in it from when to when, and its end.

import { at, h, fill, say } from './dom.js';
import { brief, fault, millis, size, span, time, words } from './words.js';
import { Refused, call, read } from './api.js';
import { Gantt } from './gantt.js';
import { confirmed } from './dialog.js';
import { far, reading, standing, subject } from './operations.js';
import { problem } from './problem.js';

const FRAME = 250;
const MOST = 500;

/** The one that somebody has chosen; made anew for each. */
export class Operation {
  #kind;
  #view;
  #role;
  #hosts;
  #gantt = new Gantt({ who: 'Who', what: 'Table of the timeline' });
  #timeline = null;
  #told = 0;
  #asked = -1;
  // Whether nothing will be added to the timeline that is shown.
  #whole = false;
  #over = false;
  #result;
  #beat;
  #parts = {
    head: h('div', { class: 'head' }), facts: h('dl', { class: 'facts' }),
    outcome: h('div', { class: 'outcome', role: 'status' }), act: h('div', { class: 'row act' }),
    progress: h('div', { class: 'progress' }),
    window: h('section', { class: 'window', 'aria-labelledby': 'window-title' }),
    events: h('ol', { class: 'events' }),
  };

  constructor({ kind, view }, role, hosts) {
    this.#kind = kind;
    this.#role = role;
    this.#hosts = hosts;
    const parts = this.#parts;
    at('detail').replaceChildren(parts.head, parts.facts, parts.act, parts.outcome, parts.progress,
      parts.window,
      h('section', { 'aria-labelledby': 'events-title' },
        h('h3', { id: 'events-title' }, 'What happened'),
        h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'events-title' },
          parts.events)));
    fill(parts.window, h('h3', { id: 'window-title' }, 'Timeline'), this.#gantt.element);
    this.see(view);
    this.#beat = setInterval(() => this.#draw(), FRAME);
  }

  /** Nothing of it is shown any more. */
  close() {
    this.#over = true;
    clearInterval(this.#beat);
  }

  /** How it is now. */
  see(view) {
    const before = this.#view;
    this.#view = view;
    if (before !== undefined && before.phase !== view.phase) {
      say(`${this.#name()} ${words(view.phase)}.`);
    }
    fill(this.#parts.head,
      h('h2', { id: 'detail-title' }, `${this.#name()}: ${words(view.phase)}`),
      standing({ kind: this.#kind, view }));
    fill(this.#parts.facts, ...this.#facts(view).map(([name, value]) =>
      h('div', {}, h('dt', {}, name), h('dd', {}, value))));
    this.#act(view);
    this.#tell();
    this.#read();
    this.#ask();
  }

  /** How the hosts are now. */
  seeHosts(views) {
    this.#hosts = views;
    this.#read();
  }

  #name() {
    return this.#kind === 'streams' ? 'Stream' : 'Restore';
  }

  #facts(view) {
    const all = [['Session', brief(view.session)],
      [this.#kind === 'streams' ? 'Instance' : 'Set',
        subject({ kind: this.#kind, view })],
      ['Began', time(view.began)], ['Changed', time(view.changed)]];
    if (this.#kind === 'streams') {
      all.push(['Kind', words(view.kind)], ['Files read', view.files]);
      if (view.buildsOn !== undefined) {
        all.push(['Builds on', brief(view.buildsOn)]);
      }
    } else {
      all.push(['Components', Object.keys(view.components).length], ['Epoch', view.epoch]);
    }
    return all;
  }

  /** How far the file is that is being read. */
  #read() {
    const now = this.#kind === 'streams' && !this.#view.over
      ? reading(this.#view, this.#hosts) : undefined;
    fill(this.#parts.progress, ...now === undefined ? [] : [
      h('label', { for: 'reading' }, far(now)),
      h('progress', { id: 'reading', max: Math.max(1, now.size), value: now.covered,
        'aria-valuetext': `${size(now.covered)} of ${size(now.size)}` })]);
  }

  /** What came of what was asked for, and what went wrong. */
  #tell() {
    const view = this.#view;
    const bad = (...text) => h('p', { class: 'refused' }, ...text);
    const wrong = this.#kind === 'streams'
      ? [view.fault && bad(fault(view.fault)),
        view.stopped && bad('Stopped: ', h('strong', {}, view.stopped)),
        view.lost.length > 0 && bad(`Could not be read: ${view.lost.join(', ')}`)]
      : [view.end && bad(fault(view.end)),
        ...Object.entries(view.failures).map(([writer, why]) =>
          bad(h('strong', {}, writer), ': ', fault(why))),
        Object.keys(view.components).length > 0 && h('ul', {},
          ...Object.entries(view.components).map(([component, status]) =>
            h('li', {}, h('code', {}, component), `: ${files(status)}`)))];
    fill(this.#parts.outcome, ...[this.#result, ...wrong].filter((part) => part));
  }

  #act(view) {
    const here = this.#parts.act.contains(document.activeElement);
    fill(this.#parts.act, ...this.#buttons(view));
    if (here && document.activeElement === document.body) {
      at('detail').focus({ preventScroll: true });
    }
  }

  #buttons(view) {
    // A restore has no abort: its writers are told of its end in any case.
    if (this.#kind !== 'streams' || view.over) {
      return [];
    }
    const may = this.#role !== 'viewer';
    const button = (key, text, act) => h('button', { type: 'button', class: 'danger', 'data-key': key,
      'aria-disabled': may ? null : 'true', 'aria-describedby': may ? null : 'may-not',
      onclick: () => may && act() }, text);
    return [
      view.phase === 'OPEN' ? button('stop', 'Stop', () => this.#stop()) : '',
      button('abort', 'Abort', () => this.#abort()),
      may ? '' : h('span', { id: 'may-not', class: 'aside' },
        'You may look; an operator may stop and abort.')].filter((part) => part);
  }

  #stop() {
    const { host, instance } = this.#view;
    return this.#done({
      title: `Stop the stream of ${host}/${instance}?`,
      text: 'It makes no progress any more, whoever began it; no log goes.',
      no: 'Keep going', yes: 'Stop',
    }, `instances/${encodeURIComponent(host)}/${encodeURIComponent(instance)}/stop-backup`,
    'Stopped: it waits for whoever began it to end it.');
  }

  #abort() {
    return this.#done({
      title: 'Abort this stream?',
      text: 'Nothing comes of it, and no log goes.',
      no: 'Keep going', yes: 'Abort',
    }, `streams/${encodeURIComponent(this.#view.session)}/abort`, 'Aborted: no log goes.');
  }

  async #done(question, path, came) {
    if (!await confirmed(question)) {
      return;
    }
    try {
      await call(path);
      this.#came(h('p', { class: 'good' }, came));
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

  /** Asks for the timeline when something has happened since it was asked for last. */
  async #ask() {
    const { session, version, over } = this.#view;
    if (version <= this.#asked) {
      return;
    }
    this.#asked = version;
    try {
      const timeline = await read(`${this.#kind}/${encodeURIComponent(session)}/timeline`);
      if (this.#over || version !== this.#asked) {
        return;
      }
      this.#timeline = timeline;
      this.#whole = over;
      this.#told = performance.now();
      fill(this.#parts.events, ...timeline.milestones.slice(-MOST).reverse().map((stone) =>
        h('li', {}, h('time', {}, span(millis(stone.at))), ' ', stone.what)));
      this.#draw();
    } catch (failure) {
      if (!(failure instanceof Refused)) {
        this.#asked = -1;
      }
    }
  }

  /** What goes on goes on until now; only what was journaled is known of the rest. */
  #draw() {
    if (this.#timeline === null || this.#over) {
      return;
    }
    const lasted = millis(this.#timeline.lasted);
    const length = lasted + (this.#whole ? 0 : performance.now() - this.#told);
    const rows = new Map();
    for (const done of this.#timeline.spans) {
      const to = millis(done.to) === lasted ? length : millis(done.to);
      const row = rows.get(done.who) ?? { who: done.who, spans: [] };
      row.spans.push({ deed: done.deed, from: millis(done.from), to });
      rows.set(done.who, row);
    }
    for (const row of rows.values()) {
      row.note = span(row.spans.reduce((sum, done) => sum + done.to - done.from, 0));
    }
    this.#gantt.draw({ rows: [...rows.values()], length: Math.max(1, length), live: false },
      h('span', {}, this.#whole ? 'It took ' : 'So far ', h('b', {}, span(length))));
    if (this.#whole) {
      clearInterval(this.#beat);
    }
  }
}

function files(status) {
  return { ALL: 'back', NONE: 'not back', FAILED: 'damaged' }[status] ?? 'not told';
}
