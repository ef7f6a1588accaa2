// How values of the API read: times in the reader's own way, exact ones where he points.

import { h } from './dom.js';

const ISO = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(-?\d+(?:\.\d+)?)S)?)?$/;
const moment = new Intl.DateTimeFormat(undefined,
  { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const exact = new Intl.DateTimeFormat(undefined,
  { dateStyle: 'full', timeStyle: 'long' });

/** Milliseconds of an ISO-8601 duration. */
export function millis(iso) {
  const form = ISO.exec(iso ?? '');
  if (!form) {
    return NaN;
  }
  const [, minus, days = 0, hours = 0, minutes = 0, seconds = 0] = form;
  const all = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (minus ? -1 : 1) * all * 1000;
}

/** A duration as short as it is clear. */
export function span(ms) {
  if (!Number.isFinite(ms)) {
    return '–';
  }
  const digits = (value, most) => value.toLocaleString(undefined,
    { maximumFractionDigits: most, minimumFractionDigits: most });
  if (ms < 100) {
    return `${digits(ms, 1)} ms`;
  }
  if (ms < 1000) {
    return `${digits(ms, 0)} ms`;
  }
  return ms < 120_000 ? `${digits(ms / 1000, 1)} s` : `${digits(ms / 60_000, 1)} min`;
}

/** A number of bytes. */
export function size(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 1024 ** power).toLocaleString(undefined,
    { maximumFractionDigits: power === 0 ? 0 : 1 })} ${units[power]}`;
}

/** A moment; the day only if it is another one. */
export function time(instant) {
  const date = new Date(instant);
  const today = date.toDateString() === new Date().toDateString();
  return h('time', { datetime: instant, title: `${exact.format(date)} (${instant})` },
    today ? moment.format(date) : `${day.format(date)}, ${moment.format(date)}`);
}

/** A constant in words: WINDOW_OPEN is window open. */
export function words(constant) {
  return String(constant ?? '').toLowerCase().replaceAll('_', ' ').replaceAll('-', ' ');
}

/** A long id, of which the beginning tells it from others. */
export function brief(id) {
  return h('code', { class: 'id', title: id }, id.length > 14 ? `${id.slice(0, 12)}…` : id);
}

/** How good a set is, never by colour alone. */
export function grade(value) {
  return h('span', { class: `chip grade-${String(value).toLowerCase()}` }, words(value));
}

/** What went wrong, with its code. */
export function fault(value) {
  return h('span', { class: 'fault' }, h('strong', {}, value.failure), ' ', value.detail);
}
