/** @typedef {import('./run.mjs').Outcome} Outcome */

/** The first thing in which two runs differ. */
export function differenceOf(/** @type {Outcome} */ bare, /** @type {Outcome} */ seen) {
  const lines = (/** @type {Outcome} */ { log, thrown, unhandled }) => [
    ...log,
    ...(thrown === undefined ? [] : [`throws ${thrown}`]),
    ...unhandled.map((text) => `unhandled ${text}`),
  ]
  const [before, after] = [lines(bare), lines(seen)]
  const at = before.findIndex((line, i) => line !== after[i])
  if (at < 0 && before.length === after.length) return undefined
  const index = at < 0 ? before.length : at
  // What did not run at all says why.
  const why = seen.log.length ? after[index] : after.at(-1)
  return { bare: before[index] ?? '(nothing more)', seen: why ?? '(nothing more)' }
}
