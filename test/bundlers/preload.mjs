// Loaded before the program: whole stacks, and at the end the recorded calls go to the file that TRACE names.
import { writeFileSync } from 'node:fs'

Error.stackTraceLimit = 100

process.once('beforeExit', async () => {
  const { TRACE } = process.env
  // Only now, lest the program find this copy of the runtime instead of bringing its own.
  if (TRACE && Symbol.for('spoor.runtime/1') in globalThis) writeFileSync(TRACE, JSON.stringify(await recorded()))
})

/**
 * Site and its place, site of the caller, and outcome of each call, in order. That what an async function returns is another promise is
 * seen only where the program has brought along what reads events: a dev server has.
 */
async function recorded() {
  const { spoor } = await import('@spoor/runtime')
  const events = spoor.events().flatMap((event) => (event.type === 'call' ? event : []))
  const ids = new Map(events.map(({ seq, site }) => [seq, site.id]))
  return {
    dropped: spoor.status().dropped,
    calls: events.map(({ site, parent, outcome }) => [
      `${site.id}:${site.line}:${site.column}`,
      ids.get(parent) ?? '',
      outcome.replace('promised', 'returned'),
    ]),
  }
}
