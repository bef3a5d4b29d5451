// What a program finds around it. Each has its own, under names with its number, so that many run in one realm and none sees another.
globalThis.createStageWorld = ({ id, file, recorder, queue }) => {
  const { show, messageOf } = globalThis.stageShow
  const MOST = 1500
  const lines = []
  let fuel = 60
  let booms = 0

  /** Its own frames, without columns: `f p1.js:3`. */
  const frames = (error = new Error('here')) =>
    String(error.stack)
      // What happens behind a constructor's last statement, in the pattern of a `catch`, or where an iterator is thrown into that cannot
      // be, has no line of its own.
      .replace(
        /^(\w+: (?:Must call super|The iterator does not provide a 'throw'|Cannot destructure property 'Symbol\(Symbol\.iterator|[^\n]* is not iterable \(cannot read)[^\n]*\n[^\n]*):\d+:\d+/,
        '$1',
      )
      // Nor has the call of what initialises a class.
      .replace(/(<static_initializer>[^\n]*\n[^\n]*):\d+:\d+/g, '$1')
      .split('\n')
      .filter((line) => /^\s+at /.test(line) && line.includes(file))
      .map((line) =>
        line
          .trim()
          .replace(/:(\d+):\d+\)?/g, ':$1')
          .replace(/\(?\S*?(p\d+\.\w+:\d+)/g, '$1')
          .replace(/\((p\d+\.\w+)\)$/, '$1'),
      )

  function log(...values) {
    if (lines.length > MOST) return
    lines.push(
      values
        .map((value) =>
          typeof value === 'string' ? value : value instanceof Error ? `${messageOf(value)} at ${frames(value).join(' < ')}` : show(value),
        )
        .join(' '),
    )
  }

  function note(value, ...more) {
    log('note', value, ...more)
    recorder?.runs(file, frames()[0])
    return value
  }
  const tools = globalThis.createStageUse({ log, show, recorder, file })

  function* counter() {
    try {
      log('counter got', yield 1)
      log('counter got', yield 2)
      return 3
    } finally {
      log('counter ends')
    }
  }

  async function* stream() {
    try {
      log('stream got', yield 1)
      yield Promise.resolve(2)
      return 3
    } finally {
      log('stream ends')
    }
  }

  /** An iterator without `throw`, that answers `return` in its own way. */
  function stubborn(answer) {
    let left = 3
    const iterator = {
      next: (value) => (log('stubborn next', value), { done: --left < 0, value: left }),
      return: (value) => (log('stubborn return', value), { done: answer === undefined || --left < 0, value: 'stubborn' }),
    }
    return { [Symbol.iterator]: () => iterator }
  }

  function boom(value) {
    log('boom')
    throw ++booms % 2 ? value : new Error(value)
  }

  class Base {
    constructor(x) {
      log('Base', typeof x === 'function' ? 'a function' : x, new.target === Base)
      this.given = typeof x
      this.run = x
    }
    get base() {
      return 'base'
    }
    m(x) {
      return x
    }
  }

  const world = {
    ...tools,
    note,
    log,
    frames: () => (log('frames', frames().join(' < ')), 'frames'),
    boom,
    counter,
    stream,
    stubborn,
    Base,
    more: () => fuel-- > 0,
    // What cannot be gone through V8 names in its errors by how the text goes.
    many: (value) => (value?.[Symbol.iterator] || value?.[Symbol.asyncIterator] ? value : [value]),
    thenable: (value) => ({
      // oxlint-disable-next-line unicorn/no-thenable
      then(resolve) {
        log('then is called')
        resolve(value)
      },
    }),
    soon: (value) => new Promise((resolve) => queue.push(() => resolve(value))),
    tag: (texts, ...values) => note(texts.raw.join('|'), ...values),
    resource: (value) => ({
      value,
      [Symbol.dispose ?? Symbol.for('Symbol.dispose')]: () => log('disposed', value),
      [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]: () => (log('disposed, later', value), Promise.resolve()),
    }),
    o: { v: 1, m: (x) => x, n: { m: (x) => [x] }, x: undefined },
  }
  for (const [name, value] of Object.entries(world)) globalThis[`${name}${id}`] = value
  return { lines, log, ...tools }
}
