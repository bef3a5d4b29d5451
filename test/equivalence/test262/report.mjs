import { SET_ASIDE } from './set-aside.mjs'

/** What a run is written down as. */
export function summaryOf({ tally, tests, commit }) {
  const listed = ({ result, test }) => result === 'text' && test in SET_ASIDE
  const aside = new Set(tally.differing.filter(listed).map(({ test }) => test))
  const conditions = [...tally.counts].map(([name, count]) => {
    const asideHere = tally.differing.filter((seen) => seen.condition === name && listed(seen)).length
    const { flip, text, leftAlone, ...others } = count
    return { condition: name, ...others, flips: flip + text - asideHere, setAside: asideHere, leftAlone }
  })
  const flipped = tally.differing.filter((seen) => seen.result === 'flip' || (seen.result === 'text' && !listed(seen)))
  return {
    commit,
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    files: tests,
    conditions,
    setAside: [...aside].toSorted((a, b) => (a < b ? -1 : 1)).map((test) => ({ test, reason: SET_ASIDE[test] })),
    flipped: [...new Set(flipped.map(({ test }) => test))].toSorted((a, b) => (a < b ? -1 : 1)),
    died: tally.died,
  }
}

/** One that behaves differently, at once. */
export function printDiffering({ test, mode, condition, result, bare, traced }) {
  if (!KINDS[result] || (result === 'text' && test in SET_ASIDE)) return
  console.log(`${KINDS[result]} ${test} (${mode}, ${condition})\n  bare:  ${bare}\n  spoor: ${traced}`)
}

const KINDS = {
  flip: 'FLIP',
  words: 'the same failure in other words',
  text: 'FLIP, of a function’s own text, and not listed:',
  unsteady: 'UNSTEADY',
  died: 'DIED, taking its process down, or never ending:',
}

/** @returns whether nothing flips */
export function printReport({ conditions, setAside, died }) {
  for (const { test, reason } of setAside) console.log(`set aside: ${test}: ${reason}`)
  for (const { condition, leftAlone, ...counts } of conditions) console.log(`${condition}: ${show(counts)}; left alone: ${show(leftAlone)}`)
  return died.length === 0 && conditions.every(({ flips }) => flips === 0)
}

const show = (counts) =>
  Object.entries(counts)
    .map(([name, count]) => `${count} ${name.replace(/([A-Z])/g, ' $1').toLowerCase()}`)
    .join(', ')
