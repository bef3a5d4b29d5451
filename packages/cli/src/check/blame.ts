import { join } from 'node:path'
import type { Deed, Place } from '@spoor/shared'
import { bisect, OutOfRuns } from './bisect.ts'
import type { Blame, Oracle } from './bisect.ts'
import type { Session } from './check.ts'
import { changedLines } from './diff.ts'
import type { ChangedLine } from './diff.ts'
import { flipsBetween } from './flips.ts'
import type { Flip } from './flips.ts'
import type { Probes } from './ground.ts'
import { passFile } from './pass.ts'
import type { Run } from './run.ts'
import { selectFiles, selectFunctions } from './select.ts'

/** A function behind a flip, and what the pass made of its lines. */
export interface CulpritFunction extends Place {
  file: string
  changes: ChangedLine[]
}

/** What is behind a flip. `loading`: it flips with no function instrumented at all, because of the way in which files are loaded. */
export interface Cause {
  kind: 'functions' | 'loading'
  /** More than one where they flip it only together, or where the search was ended. */
  functions: CulpritFunction[]
  unfinished: boolean
}

export type CausedFlip = Flip & { cause?: Cause }

export interface Search {
  session: Session
  bare: Run
  probes: Probes
  flips: readonly Flip[]
  deeds: readonly Deed[]
  /** Found in other states of the probes: looked at first. */
  known: readonly Cause[]
}

/** Finds the functions behind each flip, by running the tests with fewer and fewer of them instrumented. */
export async function findCauses(search: Search): Promise<CausedFlip[]> {
  const causes = new Map<string, Cause>()
  const note = ({ tests, units, unfinished }: Blame<FunctionUnit>): void => {
    const cause = causeOf(search, units, unfinished ?? false)
    for (const test of tests) causes.set(test, cause)
  }
  const oracle = oracleOf(search)
  const pending = (): Set<string> => new Set(search.flips.map(({ test }) => test).filter((test) => !causes.has(test)))
  try {
    for (const test of await oracle([], pending())) causes.set(test, { kind: 'loading', functions: [], unfinished: false })
    for (const { functions } of search.known) {
      if (functions.length && pending().size)
        note({ tests: await oracle(functionUnits(search.deeds, functions), pending()), units: functionUnits(search.deeds, functions) })
    }
    const files = search.deeds.filter(({ sites }) => sites.length)
    const whole = (deed: Deed): FunctionUnit[] => deed.sites.map((place) => ({ deed, place }))
    const byFile = await bisect(files, pending(), (some, tests) => oracle(some.flatMap(whole), tests))
    for (const { tests, units, unfinished } of byFile) {
      const functions = units.flatMap(whole)
      for (const blame of unfinished ? [{ tests, units: functions, unfinished }] : await bisect(functions, tests, oracle)) note(blame)
    }
  } catch (error) {
    if (!(error instanceof OutOfRuns)) throw error
  }
  return search.flips.map((flip) => ({ ...flip, ...(causes.has(flip.test) && { cause: causes.get(flip.test) as Cause }) }))
}

interface FunctionUnit {
  deed: Deed
  place: Place
}

function functionUnits(deeds: readonly Deed[], functions: readonly CulpritFunction[]): FunctionUnit[] {
  return deeds.flatMap((deed) =>
    deed.sites
      .filter(({ name, line }) => functions.some((one) => one.file === deed.file && one.name === name && one.line === line))
      .map((place) => ({ deed, place })),
  )
}

/** One run of the tests for each question. */
function oracleOf({ session, bare, probes, flips }: Search): Oracle<FunctionUnit> {
  const { ground, options, progress } = session
  let runs = 0
  return async (units, tests) => {
    if (tests.size === 0) return tests
    if (++runs > options.bisectRuns) throw new OutOfRuns()
    progress.say(`looking for what is behind ${tests.size} of ${flips.length}: run ${runs}, ${units.length} functions`)
    const run = await session.go(ground.instrumented({ ...options.selection, include: selectorsOf(units) }, probes))
    const after = new Map(flips.map((flip) => [flip.test, flip.after]))
    const now = flipsBetween(bare, run)
    return new Set(now.filter((flip) => tests.has(flip.test) && after.get(flip.test) === flip.after).map(({ test }) => test))
  }
}

/** `!**` selects nothing, in place of an empty list. */
function selectorsOf(units: readonly FunctionUnit[]): string[] {
  const names = new Map<Deed, Set<string>>()
  for (const { deed, place } of units) names.set(deed, (names.get(deed) ?? new Set()).add(place.name))
  const selectors = [...names].flatMap(([deed, some]) => (some.size === namesIn(deed) ? selectFiles([deed]) : selectFunctions(deed, some)))
  return selectors.length ? selectors : ['!**']
}

const namesIn = ({ sites }: Deed): number => new Set(sites.map(({ name }) => name)).size

function causeOf({ session }: Search, units: readonly FunctionUnit[], unfinished: boolean): Cause {
  const functions = units
    .slice(0, MOST_SHOWN)
    .map(({ deed, place }) => ({ file: deed.file, ...place, changes: changesOf(session, deed, place) }))
  return { kind: 'functions', functions, unfinished: unfinished || units.length > MOST_SHOWN }
}

const MOST_SHOWN = 20

/** The lines of one function, as the pass changes them. */
function changesOf({ ground, options: { root } }: Session, deed: Deed, place: Place): ChangedLine[] {
  const code = ground.original(deed.file)
  const include = selectFunctions(deed, new Set([place.name]))
  const { text } = passFile(code, join(root, deed.file), { root, include, runtime: false, ambiguousAs: 'commonjs' })
  return text === undefined ? [] : changedLines(code, text).filter(({ line }) => line >= place.line)
}
