// What an event says, in a line.

import { h } from './dom.js';
import { millis, span, words } from './words.js';

const SAYS = {
  'session-opened': () => '',
  'context-set': (event) => words(typeof event.context === 'string' ? event.context : ''),
  'round-began': (event) => words(event.phase) +
    count(event.writers, 'writer') + count(event.providers, 'provider') + count(event.slots, 'host'),
  'phase-entered': (event) => words(event.phase),
  'writer-identified': (event) => event.metadata.writer,
  'writer-absent': (event) => `${event.writer}: ${event.fault.detail}`,
  'component-added': (event) => event.component,
  'slot-taken': (event) => event.host,
  'volume-added': (event) => `${event.volume} by ${event.provider}`,
  'components-included': (event) => event.writer,
  'writer-answered': (event) => `${event.writer}, ${words(event.step)}${bad(event.result)}`,
  'provider-answered': (event) => `${event.provider}, ${words(event.step)}${bad(event.result)}`,
  'stage-reached': (event) => words(event.stage),
  'window-opened': ({ plan }) => count(plan.writers, 'writer').replace(/^, /, ''),
  'window-closed': ({ report }) => `after ${span(millis(report.frozen))}` +
    (report.failure ? `: ${report.failure.detail}` : ''),
  'set-created': (event) => words(event.certificate.grade),
  'creation-failed': (event) => event.fault.detail,
  'abort-begun': (event) => event.cause.detail,
  'release-begun': (event) => event.cause?.detail ?? '',
  'epoch-taken': (event) => `${event.epoch}`,
  'duties-taken': (event) => `${event.duties.length}`,
  'duty-done': ({ duty }) => `${words(duty.is)} ${duty.writer ?? duty.provider ?? duty.host ?? ''}`,
  'errand-taken': (event) => words(event.errand.is ?? ''),
  'copy-deleted': (event) => event.snapshot,
  answered: (event) => words(event.reply.is) + (event.reply.fault
    ? `: ${event.reply.fault.detail}` : ''),
};

function count(all, name) {
  return all?.length ? `, ${all.length} ${name}${all.length === 1 ? '' : 's'}` : '';
}

function bad(result) {
  return result?.fault ? `: ${result.fault.detail}` : '';
}

/** An event of a newer version than this page has its name to tell at least. */
export function told(event) {
  let more = '';
  try {
    more = SAYS[event.is]?.(event) ?? '';
  } catch {
    // Its form is another one than this page knows.
  }
  const failed = ['creation-failed', 'abort-begun', 'writer-absent'].includes(event.is);
  return h('span', { class: failed ? 'said failed' : 'said' },
    h('b', {}, words(event.is)), more === '' ? '' : ` ${more}`);
}
