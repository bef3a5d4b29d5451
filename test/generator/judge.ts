import { isCertain, isHeritage } from './certain.ts'
import type { Finding, Prepared } from './compare.ts'
import type { Condition, Shown } from './platform.ts'

export type Difference = Pick<Finding, 'what' | 'bare' | 'traced'>
type Judge = (prepared: Prepared, shown: Shown, condition: Condition) => Difference | undefined

/** Holds what an instrumented program showed against what it showed bare, and what was told in the two forms against each other. */
export function createJudge(): Judge {
  const told = new Map<Prepared, string[]>()
  return (prepared, shown, condition) => {
    const [before, now] = [prepared.shown.log, shown.log].map((log) => normal(prepared, log)) as [string[], string[]]
    if (!isSame(before, now, prepared)) return { what: 'behaves differently', bare: before, traced: now }
    if (condition === 'off' && shown.told.length > 0) return { what: 'told something while off', bare: [], traced: shown.told }
    if (condition !== 'on') return undefined
    // What is thrown through a scope whose resources are awaited, other than by a `throw` of its own, shows only behind the waiting.
    const waits = prepared.trial.program.drawn.has('using: await using')
    const complaint = !waits && shown.told.find((line) => COMPLAINT.test(line) && isCertain(line, prepared))
    if (complaint) return { what: complaint.trim(), bare: before, traced: shown.told }
    const lines = normal(prepared, [...shown.told, ...shown.open])
    return otherForm(prepared, waits ? lines.filter((line) => !COMPLAINT.test(line)).map((line) => line.trimStart()) : lines, told)
  }
}

const COMPLAINT = /^\s*(?:LEFT TWICE|NOT ON TOP|RECORDED)/
/** See `isCertain`: compilers print lines of their own, in each form others. */
const ON_LINE = / on line \d+$/

const isSame = (bare: readonly string[], traced: readonly string[], prepared: Prepared): boolean =>
  bare.length === traced.length && bare.every((line, i) => line === traced[i] || isGuess(line, traced[i] as string, prepared))

/** What V8 makes of our text: in its own words for an error, in the names of functions, and in lines. */
const isGuess = (bare: string, traced: string, prepared: Prepared): boolean =>
  isQuoted(bare, traced) || isRenamed(bare, traced) || isMoved(bare, traced, prepared)

const PLACE = /\b(p\d+\.[jt]s):(\d+)/g
const linesIn = (text: string): number[] => [...text.matchAll(PLACE)].map(([, , line]) => Number(line))

/**
 * Of an error in the heritage of a class without a name V8 may say the line on which the class ends: of `new class extends (missing.x, B) {}`
 * that stands on two lines. Where something follows on the call, be it ours, it says the right one.
 */
function isMoved(bare: string, traced: string, prepared: Prepared): boolean {
  if (bare.replace(PLACE, '$1') !== traced.replace(PLACE, '$1')) return false
  const now = linesIn(traced)
  return linesIn(bare).every((line, i) => line === now[i] || isHeritage(prepared, now[i] as number, line))
}

/** V8 quotes what was called and is no function: `[f(...),][1].at` for `[f(), await g()][1].at`, of which it prints no `await`, but ours behind it. */
const isQuoted = (bare: string, traced: string): boolean =>
  traced.replace(/\((_\$\w+) , \(_\$\w+ && _\$\w+\(\.\.\.\)\) , \1\)/g, '') === bare

/**
 * A function that a call was handed before another V8 calls after the next variable that is assigned to, be it the author's or ours:
 * `() => 1` in `f(() => 1, () => 2); g = 3` is `g` in stacks.
 */
function isRenamed(bare: string, traced: string): boolean {
  if (!/_\$p|<anonymous>/.test(traced)) return false
  const escaped = traced.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/(?<=at )(?:[^<]*?_\\\$p[^<]*?|[^<]*<anonymous>) (?=p\d+\\\.)/g, '(?:(?:(?! < ).)*? )?')}$`).test(
    bare,
  )
}

/** The two forms tell the same, but for what the exact one adds. */
function otherForm(prepared: Prepared, lines: string[], told: Map<Prepared, string[]>): Difference | undefined {
  // Of an error that comes with the return itself the exact form alone learns: a stream awaits what it returns, and that may be a
  // rejection; a constructor may have called no other.
  const common = lines
    .filter((line) => !/^\s*exact /.test(line) && !ON_LINE.test(line))
    .map((line) => line.replace(/< (\S.*) Promise \{\}$|< (\S.*constructor\S*) .*$/, 'x $1$2'))
  const before = told.get(prepared)
  told.set(prepared, common)
  return before && before.join('\n') !== common.join('\n')
    ? { what: 'the two forms tell differently', bare: before, traced: common }
    : undefined
}

/** What a program showed; a compiler prints lines of its own, and may tell apart names of one scope and another: `f_12` is `f_1` again, and `a2` is `a`. */
export function normal({ trial, bare }: Prepared, lines: string[]): string[] {
  if (trial.flavour.lines) return lines
  const renamed = new RegExp(`(?<=\\w${bare.id})\\d\\b`, 'g')
  return lines.map((line) =>
    line
      .replace(/\b(p\d+\.[jt]s):\d+/g, '$1')
      .replace(renamed, '')
      // What it calls things of its own, as a class in the place of one with a static block.
      .replace(/\b_[a-z]\b/g, '_')
      .replace(/(\[(?:function|class) [A-Za-z]+)\d+(?=\/)/g, '$1'),
  )
}
