// The only way by which data comes onto the page: as text, never as markup.

const SVG = 'http://www.w3.org/2000/svg';

// Marks that would change the direction or the look of what stands beside them, and line breaks.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** What a stranger wrote, with what does not show made visible. */
export function shown(text) {
  return String(text).replace(UNSEEN, (mark) =>
    '\\u' + mark.codePointAt(0).toString(16).padStart(4, '0'));
}

/** An element; on… are listeners, everything else attributes; what is missing is left out. */
export function h(name, attributes = {}, ...children) {
  return built(document.createElement(name), attributes, children);
}

/** The same for pictures. */
export function svg(name, attributes = {}, ...children) {
  return built(document.createElementNS(SVG, name), attributes, children);
}

function built(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(key, value === true ? '' : shown(value));
    }
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null)
    .map((child) => (child instanceof Node ? child : shown(child))));
  return element;
}

/**
 * Puts children into an element and keeps those that are there already, so that nothing jumps and
 * nobody loses his place: what has the same data-key takes over the focus.
 */
export function fill(element, ...children) {
  const next = [...h('div', {}, ...children).childNodes];
  const before = [...element.childNodes];
  const all = next.map((child, i) => {
    const key = child.dataset?.key;
    const old = key === undefined ? before[i] : before.find((other) => other.dataset?.key === key);
    return old?.isEqualNode(child) ? old : child;
  });
  if (all.length === before.length && all.every((child, i) => child === before[i])) {
    return;
  }
  const held = element.contains(document.activeElement)
    ? document.activeElement.closest('[data-key]')?.dataset.key : undefined;
  element.replaceChildren(...all);
  if (held !== undefined) {
    const again = element.querySelector(`[data-key="${CSS.escape(held)}"]`);
    (again?.matches('a,button') ? again : again?.querySelector('a,button,summary'))
      ?.focus({ preventScroll: true });
  }
}

/** The element of this id. */
export function at(id) {
  return document.getElementById(id);
}

let silence;

/** Tells whoever listens instead of looking, once for many things at a time. */
export function say(text) {
  clearTimeout(silence);
  silence = setTimeout(() => { at('said').textContent = shown(text); }, 150);
}
