// What a window came to when, as rows of spans in milliseconds since the first Freeze: told by the
// node when it has closed, and put together from what the hosts say while it is open.

import { millis } from './words.js';

/** The rows of a window that has closed. */
export function closed(timeline) {
  const rows = new Map();
  for (const span of timeline.spans) {
    const provider = span.deed === 'COPYING';
    const row = rows.get(span.who) ?? { who: span.who, provider, spans: [] };
    row.spans.push({ deed: span.deed, from: millis(span.from), to: millis(span.to) });
    rows.set(span.who, row);
  }
  return { rows: [...rows.values()], length: millis(timeline.frozen), live: false };
}

/**
 * A window that is open. The leases tell when each writer was asked to stand still, on no other
 * clock than this page's own; the node itself says nothing of a window before it has closed.
 */
export class OpenWindow {
  #writers;
  #providers;
  #zero;
  #opened;

  constructor(plan, now) {
    this.#opened = now;
    this.#zero = now;
    this.#writers = new Map(plan.writers.map((writer) => [writer.id, {
      lease: millis(writer.lease), from: null, held: null, ended: null, ends: null,
    }]));
    this.#providers = plan.providers.map((provider) => provider.id);
  }

  /** What the hosts say now. */
  see(views, now) {
    for (const said of views.hosts.flatMap((host) => host.writers)) {
      const writer = this.#writers.get(said.writer);
      if (writer !== undefined && writer.ended === null) {
        this.#seen(writer, said, now);
      }
    }
  }

  #seen(writer, said, now) {
    if (said.leaseLeft === undefined) {
      writer.ended = writer.from === null ? null : now;
      return;
    }
    const left = millis(said.leaseLeft);
    const first = writer.from === null;
    writer.ends = now + left;
    if (first) {
      writer.from = now - (writer.lease - left);
      this.#zero = Math.min(this.#zero === this.#opened ? writer.from : this.#zero, writer.from);
    }
    if (writer.held === null && said.state === 'WAITING_FOR_THAW') {
      writer.held = first ? writer.from : now;
    }
  }

  /** How many have ever stood still, and how many do now. */
  counts() {
    const all = [...this.#writers.values()];
    return { all: all.length,
      frozen: all.filter((writer) => writer.held !== null && writer.ended === null).length };
  }

  /** The picture of this moment. */
  rows(now) {
    const since = (moment) => moment - this.#zero;
    const writers = [...this.#writers].map(([who, writer]) => ({
      who, provider: false, spans: this.#spans(writer, now, since),
      lease: writer.from !== null && writer.ended === null
        ? { to: since(writer.ends), left: Math.max(0, writer.ends - now), all: writer.lease } : null,
    }));
    const providers = this.#providers.map((who) =>
      ({ who, provider: true, spans: this.#copying(now, since) }));
    const longest = Math.max(1, since(now),
      ...writers.map((writer) => writer.lease?.to ?? 0));
    return { rows: [...writers, ...providers], length: longest, now: since(now), live: true };
  }

  #spans(writer, now, since) {
    if (writer.from === null) {
      return [];
    }
    const end = writer.ended ?? now;
    const spans = [];
    if (writer.held !== writer.from) {
      spans.push({ deed: 'FREEZING', from: since(writer.from), to: since(writer.held ?? end) });
    }
    if (writer.held !== null) {
      spans.push({ deed: 'HELD', from: since(writer.held), to: since(end) });
    }
    return spans;
  }

  /** Providers have their turn when the last writer stands still, until the first runs again. */
  #copying(now, since) {
    const all = [...this.#writers.values()];
    if (all.length === 0 || all.some((writer) => writer.held === null)) {
      return [];
    }
    const from = Math.max(...all.map((writer) => writer.held));
    const to = Math.min(now, ...all.map((writer) => writer.ended ?? now));
    return to > from ? [{ deed: 'COPYING', from: since(from), to: since(to) }] : [];
  }
}
