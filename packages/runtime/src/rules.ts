import { compileSelectors, flagName } from '@spoor/shared'
import type { ControlRule, Matcher, Site } from '@spoor/shared'
import { flagOf } from './registry.ts'
import type { Sink } from './sinks.ts'
import { state } from './state.ts'
import type { Flags } from './state.ts'

/** What `spoor.on` or `spoor.off` was told. */
export interface Rule {
  on: boolean
  /** The selectors, to find what is said again. */
  text: string
  matcher: Pick<Matcher, 'function'>
  /** Functions of which it speaks, among the first so many. */
  matched: number
  looked: number
  /** Calls of each function, after which that is switched off. */
  max?: number
  /** By site id: how many of them are left. */
  left?: Map<string, number>
}

/** How far functions are switched on. */
export interface OnOptions {
  /** Calls of each function, from 1, after which it switches itself off until it is switched on again. @default no end */
  max?: number
}

const EVERYTHING = { function: () => ({ selected: true, level: undefined, named: false }) }

/** See `Spoor.on` and `Spoor.off`. */
export function change(on: boolean, selectors: string | readonly string[] | undefined, { max }: OnOptions = {}): void {
  if (max !== undefined && !(Number.isSafeInteger(max) && max > 0)) throw new RangeError(`max: ${String(max)} is no whole number from 1`)
  const list = selectors === undefined ? [] : [selectors].flat()
  const matcher = selectors === undefined ? EVERYTHING : compileSelectors(list)
  const rule: Rule = { on, text: list.join(), matcher, matched: 0, looked: 0, ...(max && { max, left: new Map<string, number>() }) }
  const before = selectors === undefined ? [] : (state.rules ?? [])
  // What is said again need not be kept twice; with `!` in it, on and off do not speak of the same functions.
  const rules = [...before.filter((old) => old.text !== rule.text || (old.on !== on && rule.text.includes('!'))), rule]
  state.rules = rules
  state.rule = (site) => decide(rules, site)
  count(rules)
  for (const { flags, numbers } of [...state.loads.values()].flat()) {
    const held = flags.deref()
    if (held) numbers.forEach((number, i) => set(held, flagName(i), flagOf(number)))
  }
}

/** The last rule that has something to say. */
function decide(rules: readonly Rule[], site: Site): boolean | undefined {
  for (let i = rules.length - 1; i >= 0; i--) {
    const { left, matcher, on } = rules[i] as Rule
    const found = matcher.function(site.file, site.name)
    if (found?.selected) return on && left?.get(site.id) !== 0
    if (found && on) return false
  }
  return undefined
}

/** As {@link decide}, where that says yes. */
const deciding = (rules: readonly Rule[], { file, name }: Site): Rule | undefined =>
  rules.findLast(({ matcher, on }) => {
    const found = matcher.function(file, name)
    return found && (found.selected || on)
  })

// Assigning even the same value would cost V8's belief that the field is constant.
const set = (flags: Flags, name: string, value: number): void => {
  if (flags[name] !== value) flags[name] = value
}

/** As long as any rule has a `max`, each call is counted by a sink: without one, nothing is. */
function count(rules: readonly Rule[]): void {
  const others = state.sinks.filter((sink) => sink !== state.counting)
  const counting = rules.some(({ max }) => max) ? counter(rules) : undefined
  state.counting = counting
  state.sinks = counting ? [...others, counting] : others
}

function counter(rules: readonly Rule[]): Sink {
  const decided = new Map<string, Rule | undefined>()
  return {
    enter({ site }) {
      const { id } = site
      if (!decided.has(id)) decided.set(id, deciding(rules, site))
      const { left, max } = decided.get(id) ?? {}
      if (!left || !max) return
      const more = (left.get(id) ?? max) - 1
      left.set(id, Math.max(more, 0))
      if (more <= 0) switchOff(site)
    },
  }
}

function switchOff({ file, id }: Site): void {
  const number = state.ids.get(id)
  for (const { flags, numbers } of state.loads.get(file) ?? []) {
    const held = flags.deref()
    const i = number === undefined ? -1 : numbers.indexOf(number)
    if (held && i >= 0) set(held, flagName(i), 0)
  }
}

/** The rules as they stand, for people. */
export const rulesNow = (): ControlRule[] =>
  (state.rules ?? []).map((rule) => {
    const { left, max, on, text } = rule
    const spent = left && [...left.values()].filter((calls) => calls === 0).length
    return { on, selectors: text || '**', matched: matchedBy(rule), ...(max && { max }), ...(spent !== undefined && { spent }) }
  })

/** Sites only ever become more, and keep their names. */
function matchedBy(rule: Rule): number {
  const { sites } = state
  for (; rule.looked < sites.length - 1; rule.looked++) {
    const { file, name } = sites[rule.looked + 1] as Site
    if (rule.matcher.function(file, name)?.selected) rule.matched++
  }
  return rule.matched
}
