import { readFileSync, writeFileSync } from 'node:fs'

const FILE = new URL('./set-aside.json', import.meta.url)

/** Tests that assert on a function's own source text, which is the one thing that instrumenting changes: test -> reason. */
export const SET_ASIDE = JSON.parse(readFileSync(FILE, 'utf8'))

/** Adds the tests of a run that differ only while functions do not give back their own text. */
export function writeSetAside({ differing }) {
  for (const { test, result } of differing) if (result === 'text') SET_ASIDE[test] ??= 'looks at the text of a function'
  const sorted = Object.entries(SET_ASIDE).toSorted(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`)
}
