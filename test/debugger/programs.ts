/** Programs to go through step by step, from the line in `start` that says `begin`. */
export const PROGRAMS: Record<string, string> = {
  calls: `function add(a, b) {
  const sum = a + b
  return sum * 2
}
const twice = (n) => add(n, n)
function nothing(n) {
  add(n, 1)
}
function start() {
  const a = add(1, 2) // begin
  const b = twice(a)
  nothing(b)
  return a + b
}`,
  branches: `function kind(n) {
  if (n < 0) return 'less'
  switch (n) {
    case 0:
      return 'none'
    case 1: {
      const one = 'one'
      return one
    }
    default:
      break
  }
  for (let i = 0; i < n; i++) {
    if (i === 1) continue
    if (i === 2) break
  }
  return n > 2 ? 'many' : 'few'
}
function start() {
  kind(-1) // begin
  kind(0)
  kind(1)
  return kind(3)
}`,
  exceptions: `function fails(n) {
  if (n > 1) throw new RangeError('too much')
  return n
}
function cleans(n) {
  try {
    return fails(n)
  } finally {
    fails(0)
  }
}
function start() {
  cleans(1) // begin
  try {
    cleans(2)
  } catch (error) {
    fails(1)
  }
  return 'done'
}`,
  async: `const later = (n) => Promise.resolve(n)
async function load(n) {
  const first = await later(n)
  await null
  return first + 1
}
async function start() {
  const a = await load(1) // begin
  const both = await Promise.all([load(a), later(2)])
  return both
}`,
  generators: `function* count(to) {
  for (let n = 1; n <= to; n++) {
    const given = yield n
    if (given) return given
  }
}
function* outer() {
  yield* count(2)
}
function start() {
  let sum = 0 // begin
  for (const n of outer()) {
    sum += n
  }
  return sum
}`,
  classes: `class Base {
  #size = 1
  constructor(name) {
    this.name = name
  }
  get size() {
    return this.#size
  }
}
class Box extends Base {
  constructor(name) {
    super(name)
    this.full = false
  }
  fill() {
    this.full = this.size > 0
    return this
  }
}
function start() {
  const box = new Box('a') // begin
  box.fill()
  return box.size
}`,
  callbacks: `const scale = (by) => {
  return (n) => n * by
}
function start() {
  const double = scale(2) // begin
  const all = [3, 1].map((n) => double(n))
  all.sort((a, b) => {
    return a - b
  })
  return all
}`,
}

/** Programs that throw, and the text at the author's \`throw\` that a debugger shall show. */
export const THROWS: Record<string, { code: string; at: string; async: string[] }> = {
  'a throw': {
    code: `function inner() {
  const text = 'x'
  throw new Error(text)
}
function start() {
  inner()
}`,
    at: 'throw new Error',
    async: [],
  },
  'the engine': {
    code: `function inner(value) {
  return value.none.x
}
const start = () => inner({})
globalThis.start = start`,
    at: 'x\n',
    async: [],
  },
  'a callback of a built-in': {
    code: `function start() {
  return [1].map((n) => {
    if (n) throw new Error('x')
  })
}`,
    at: 'throw new',
    async: [],
  },
  'behind an await': {
    code: `async function inner() {
  await null
  throw new Error('x')
}
async function start() {
  await inner()
}`,
    at: 'throw new',
    async: ['start'],
  },
  'a finally in between': {
    code: `function inner() {
  try {
    throw new Error('x')
  } finally {
    globalThis.cleaned = true
  }
}
function start() {
  inner()
}`,
    at: 'throw new',
    async: [],
  },
}
