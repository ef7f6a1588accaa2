// Asks the node, always with the token in a header: an address is written down in many places.

const KEY = 'lull.token';
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/** An answer that was no; says in words why, and what to do. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail ?? 'The node did not say why.');
    this.problem = problem;
  }
}

export const token = {
  get: () => sessionStorage.getItem(KEY),
  set: (value) => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

async function asked(path, options = {}) {
  const response = await fetch(`/v1/${path}`, {
    cache: 'no-store',
    redirect: 'error',
    ...options,
    headers: { Authorization: `Bearer ${token.get()}`, ...options.headers },
  });
  if (!response.ok) {
    throw new Refused(await response.json().catch(() =>
      ({ status: response.status, title: `HTTP ${response.status}` })));
  }
  return response;
}

/** A value of the API. */
export async function read(path) {
  return (await asked(path)).json();
}

/** Has something done. */
export async function call(path, options = {}) {
  return (await asked(path, { method: 'POST', ...options })).json();
}

/** The same as a file of this browser's. */
export async function file(path) {
  return (await asked(path)).blob();
}

/**
 * Follows a stream of events until it has ended for good, and comes back to it where it was when
 * the line broke.
 *
 * @param listener is told name, data and number, and what becomes of the line: open, lost, refused
 * @param over says of a stream that has ended whether that was its end
 * @returns what ends it
 */
export function follow(path, listener, over = () => false) {
  const left = new AbortController();
  let last;
  let pause = FIRST_PAUSE;

  async function once() {
    const headers = { Accept: 'text/event-stream' };
    if (last !== undefined) {
      headers['Last-Event-ID'] = last;
    }
    const response = await asked(path, { headers, signal: left.signal });
    listener('open');
    for await (const event of events(response.body)) {
      pause = FIRST_PAUSE;
      last = event.id ?? last;
      listener(event.name, event.data, event.id);
    }
  }

  async function always() {
    while (!left.signal.aborted) {
      try {
        await once();
        if (over()) {
          return;
        }
        listener('lost');
      } catch (failure) {
        if (left.signal.aborted) {
          return;
        }
        listener(failure instanceof Refused ? 'refused' : 'lost', failure);
        if (failure instanceof Refused && [401, 403, 404].includes(failure.problem.status)) {
          return;
        }
      }
      await new Promise((again) => setTimeout(again, pause * (0.5 + Math.random())));
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  always();
  return () => left.abort();
}

/** The events of a stream as the standard has them; a comment is none. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const event = parsed(block);
      if (event.data !== undefined) {
        yield event;
      }
    }
  }
}

function parsed(block) {
  const event = { name: 'message' };
  for (const line of block.split('\n')) {
    const [, field, value] = /^([a-z]*): ?(.*)$/.exec(line) ?? [];
    if (field === 'event') {
      event.name = value;
    } else if (field === 'id') {
      event.id = value;
    } else if (field === 'data') {
      event.data = JSON.parse(value);
    }
  }
  return event;
}
