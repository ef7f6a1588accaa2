// A window, a stream or a restore as a picture: a lane for each participant, and the same as a table.

import { h, svg, fill } from './dom.js';
import { span, words } from './words.js';

const LANE = 22;
const MOST = 200;
// A deed is told by the height of its bar too, for who does not see its colour.
const SHAPES = {
  FREEZING: { y: 8, height: 6 },
  HELD: { y: 3, height: 16 },
  THAWING: { y: 8, height: 6 },
  COPYING: { y: 5, height: 12 },
  BEGINNING: { y: 9, height: 4 },
  OPEN: { y: 8, height: 6 },
  STOPPED: { y: 3, height: 16 },
  STORING: { y: 5, height: 12 },
  READING: { y: 3, height: 16 },
  LOST: { y: 6, height: 10 },
  ROLLING: { y: 9, height: 4 },
  IDENTIFYING: { y: 9, height: 4 },
  MAKING_WAY: { y: 3, height: 16 },
  CHECKING: { y: 9, height: 4 },
  PUTTING_BACK: { y: 3, height: 16 },
  TAKING_OVER: { y: 5, height: 12 },
  DROPPING: { y: 8, height: 6 },
};
/** A window is explained before anything has happened in it. */
export const WINDOW = ['FREEZING', 'HELD', 'THAWING', 'COPYING', 'LEASE'];
const PLAIN = { y: 8, height: 6 };

/** The picture; call draw with each new moment of the window. */
export class Gantt {
  #axis = svg('svg', { class: 'axis', height: 20 });
  #lanes = h('ol', { class: 'lanes' });
  #table = h('tbody');
  #caption = h('figcaption');
  #rows = new Map();
  #more = h('p', { class: 'aside' });
  #legend = h('ul', { class: 'legend' });
  #deeds;

  /** Those of a window have their own deeds; others are explained by what is in them. */
  constructor({ who = 'Participant', what = 'Table of the window', deeds } = {}) {
    this.#deeds = deeds;
    this.element = h('figure', { class: 'gantt' },
      this.#caption,
      h('div', { class: 'picture', 'aria-hidden': 'true' },
        h('div', { class: 'lane scale' }, h('span'), this.#axis, h('span')), this.#lanes, this.#more,
        this.#legend),
      h('details', { class: 'table' },
        h('summary', {}, 'As a table'),
        h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': what },
          h('table', {},
            h('thead', {}, h('tr', {}, ...[who, 'Deed', 'From', 'To', 'Took']
              .map((name) => h('th', { scope: 'col' }, name)))),
            this.#table))));
  }

  draw(moments, title) {
    const scale = (ms) => `${Math.min(100, (100 * ms) / moments.length).toFixed(3)}%`;
    const marks = ticks(moments.length);
    fill(this.#caption, title);
    fill(this.#legend, ...(this.#deeds ?? [...new Set(moments.rows.flatMap((row) =>
      row.spans.map((done) => done.deed)))]).map((deed) => h('li', {},
      h('i', { class: `key ${kind(deed)}` }), deed === 'LEASE' ? 'lease left' : words(deed))));
    this.#axis.replaceChildren(...marks.map((ms) => svg('text', {
      x: scale(ms), y: 14, 'text-anchor': ms === 0 ? 'start' : 'middle' }, ms === 0 ? '0' : span(ms))));
    const shownRows = moments.rows.slice(0, MOST);
    for (const row of shownRows) {
      this.#lane(row, moments, marks, scale);
    }
    this.#settle(shownRows);
    fill(this.#more, moments.rows.length > MOST
      ? `and ${moments.rows.length - MOST} more, which the table has` : '');
    if (!moments.live) {
      fill(this.#table, ...moments.rows.flatMap((row) => row.spans.map((done) =>
        line(row.who, words(done.deed), span(done.from), span(done.to), span(done.to - done.from)))));
    } else {
      fill(this.#table, ...moments.rows.map((row) => line(row.who, state(row), '', '',
        row.lease ? `lease ${span(row.lease.left)} left` : '')));
    }
  }

  #settle(rows) {
    const lanes = rows.map((row) => this.#rows.get(row.who).element);
    if (lanes.length !== this.#lanes.children.length) {
      this.#lanes.replaceChildren(...lanes);
    }
  }

  #lane(row, moments, marks, scale) {
    const lane = this.#rows.get(row.who) ?? newLane(row);
    this.#rows.set(row.who, lane);
    const parts = marks.map((ms) => svg('line', {
      class: 'mark', x1: scale(ms), x2: scale(ms), y1: 0, y2: LANE }));
    if (row.lease) {
      const spent = row.lease.left / row.lease.all;
      parts.push(svg('rect', { class: spent < 0.25 ? 'lease late' : 'lease', x: scale(moments.now),
        width: scale(Math.max(0, row.lease.to - moments.now)), y: 3, height: 16, rx: 3 }));
    }
    for (const done of row.spans) {
      const shape = SHAPES[done.deed] ?? PLAIN;
      parts.push(svg('rect', { class: `bar ${kind(done.deed)}`, x: scale(done.from),
        width: scale(Math.max(0, done.to - done.from)), ...shape, rx: 3 },
      svg('title', {}, `${words(done.deed)} ${span(done.from)} – ${span(done.to)}`)));
    }
    lane.picture.replaceChildren(...parts);
    fill(lane.note, note(row));
  }
}

function newLane(row) {
  const picture = svg('svg', { height: LANE });
  const note = h('span', { class: 'note' });
  const element = h('li', { class: row.provider ? 'lane provider' : 'lane writer' },
    h('span', { class: 'who', title: row.who }, row.who), picture, note);
  return { element, picture, note };
}

function state(row) {
  return row.spans.length === 0 ? 'waiting' : words(row.spans.at(-1).deed);
}

function note(row) {
  if (row.note !== undefined) {
    return row.note;
  }
  if (row.lease) {
    return `${span(row.lease.left)} left`;
  }
  const held = row.spans.find((done) => done.deed === (row.provider ? 'COPYING' : 'HELD'));
  return held ? span(held.to - held.from) : row.spans.length > 0 ? 'not held' : 'waiting';
}

function line(...cells) {
  return h('tr', {}, h('th', { scope: 'row' }, cells[0]),
    ...cells.slice(1).map((cell) => h('td', {}, cell)));
}

function kind(deed) {
  return deed.toLowerCase().replaceAll('_', '-');
}

/** Round moments, five or six of them, which the axis shows. */
function ticks(length) {
  const rough = length / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= rough);
  const all = [];
  for (let ms = 0; ms < length * 0.95; ms += step) {
    all.push(ms);
  }
  return all;
}
