// Opens a recording as the worker of the page does, asks it every question, lets it grow, and writes what that took as JSON.
import { createEngine } from '@spoor/viewer'
import { bigRecording } from './big-recording.mjs'

const { events, cpu, rounds } = JSON.parse(process.argv[2])

/** As it comes from a server of this machine. */
const CHUNK = 2 ** 20

/** Milliseconds. */
function now() {
  if (!cpu) return performance.now()
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

async function bytesUsed() {
  for (let i = 0; i < 3; i++) {
    globalThis.gc()
    await new Promise(setImmediate)
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

async function feed(engine, bytes, from, to, source) {
  for (let at = from; at < to; at += CHUNK) await engine.feed(bytes.slice(at, Math.min(to, at + CHUNK)), source)
}

async function timed(work) {
  const from = now()
  await work()
  return now() - from
}

/** Name -> question. */
function questionsFor({ to }) {
  const page = { offset: 0, limit: 50 }
  const filter = 'src/m3.ts'
  const wide = { from: 0, to, width: 1500 }
  return {
    'timeline, all of it': ['timeline', wide],
    'timeline, a tenth': ['timeline', { from: to * 0.4, to: to * 0.5, width: 1500 }],
    'timeline, filtered': ['timeline', { ...wide, filter }],
    'tree, at the top': ['children', { of: null, ...page }],
    'tree, filtered': ['children', { of: null, ...page, filter }],
    functions: ['functions', { sort: 'self', descending: true, ...page }],
    'functions, filtered': ['functions', { sort: 'self', descending: true, ...page, filter }],
    'functions, by their 95th percentile': ['functions', { sort: 'p95', descending: true, ...page }],
    'a function': ['function', { fn: 0 }],
    requests: ['requests', page],
    errors: ['errors', page],
    'search, found': ['search', { text: 'item 777', ...page }],
    'search, in vain': ['search', { text: 'no such text', ...page }],
  }
}

/** The first time, and the median of the others: what a question is asked again, nothing having changed, it may know. */
async function asked(engine, question, query) {
  const first = await timed(() => engine.ask(question, query))
  const again = []
  for (let i = 0; i < rounds; i++)
    again.push(await timed(() => engine.ask(question, { ...query, ...(i % 2 && 'from' in query && { from: query.from + 0.001 }) })))
  return { first, again: again.sort((a, b) => a - b)[rounds >> 1] }
}

/** Grows by a tenth of a second of 100,000 events a second at a time, and is asked as a page that shows it does, every fourth of a second. */
async function live(engine, head, bytes, count) {
  const steps = Math.round(count / 10_000)
  await engine.feed(head, 'live')
  const took = await timed(async () => {
    for (let i = 0; i < steps; i++) {
      const [first, next] = [i, i + 1].map((step) => Math.floor((bytes.length * step) / steps))
      await feed(engine, bytes, first, next, 'live')
      const { to } = await engine.ask('overview', {})
      if (i % 5 !== 0 && i % 5 !== 2) continue
      await engine.ask('timeline', { from: to - 2000, to, width: 1500 })
      await engine.ask('functions', { sort: 'self', descending: true, offset: 0, limit: 50 })
    }
  })
  return took / steps / 100
}

/** A recording, in chunks of which each has memory of its own; what comes after it, with its beginning again. The rest is garbage. */
function recorded(events, more) {
  const all = new Uint8Array(Buffer.concat([...bigRecording(events + more)]))
  const size = all.lastIndexOf(10, Math.floor((all.length * events) / (events + more))) + 1
  const chunks = []
  for (let at = 0; at < size; at += CHUNK) chunks.push(all.slice(at, Math.min(size, at + CHUNK)))
  return { size, chunks, head: all.slice(0, all.indexOf(10) + 1), tail: all.slice(size) }
}

async function main() {
  const more = Math.round(events * 0.2)
  const { size, chunks, head, tail } = recorded(events, more)
  const before = await bytesUsed()
  const engine = createEngine()
  await engine.expect(size)
  const open = await timed(async () => {
    // It is the engine's from then on.
    while (chunks.length) await engine.feed(chunks.shift(), 'file')
    await engine.end('file')
  })
  const overview = await engine.ask('overview', {})
  const opened = (await bytesUsed()) - before
  const questions = {}
  for (const [name, [question, query]] of Object.entries(questionsFor(overview))) questions[name] = await asked(engine, question, query)
  const memory = (await bytesUsed()) - before
  const share = await live(engine, head, tail, more)
  const { calls, marks, requests } = overview
  process.stdout.write(JSON.stringify({ events: calls + marks + requests, size, open, opened, memory, questions, share }), () =>
    process.exit(),
  )
}

await main()
