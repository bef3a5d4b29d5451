import { failed, formatSnapshot } from '@spoor/shared'
import type { Forest } from './forest.ts'
import { label } from './label.ts'
import { microseconds } from './moments.ts'
import { shortTitleOf } from './names.ts'
import { oneLine } from './plain.ts'
import { siteAt, threw, treeToShow, valuesOf } from './story.ts'
import type { Tree } from './story.ts'
import type { Recording, Stream } from '../skeleton/survey.ts'
import type { ToldCall } from './tell.ts'

/** Messages that a reader can still follow, and lifelines that fit on a page. */
const MOST_CALLS = 60
const MOST_PLACES = 12

/** A call of the diagram, and for how many of the same function right behind it it stands too. */
interface Shown {
  call: number
  callees: Shown[]
  same: number
}

/** One tree of calls as a sequence diagram: files are who talk, calls what they say, in the order of time. */
export async function sequence(recording: Recording, forest: Forest): Promise<string> {
  const all = treeToShow(forest)
  if (all.root < 0) return 'sequenceDiagram\n  participant p0 as nothing was recorded\n'
  const { tree, shown, left } = choose(forest, all)
  const told = await valuesOf(recording, forest, shown)
  const places = new Places(forest.stream(all.root))
  const lines: { at: number; text: string }[] = []
  const shifts = shiftsOf(tree, told)
  const at = ({ stream }: ToldCall, time: number): number => microseconds(stream, time) + (shifts.get(stream) ?? 0)
  const draw = ({ call, callees, same }: Shown, from: string): void => {
    const one = told.get(call)
    if (!one) return
    const to = places.of(one)
    const arrow = `${from}${one.site.async ? '-)' : '->>'}${to}`
    lines.push({ at: at(one, one.line.start), text: message(one, arrow, same, forest.answers.get(call)) })
    for (const callee of callees) draw(callee, to)
    const answer = answerOf(one)
    if (answer) lines.push({ at: at(one, one.end), text: `  ${to}${answer.failed ? '--x' : '-->>'}${from}: ${answer.text}` })
  }
  draw(tree, 'p0')
  const note = left ? [`  Note over p0: … ${left} more ${left > 1 ? 'calls' : 'call'} left out`] : []
  // Where times are the same, the order of calling stays.
  lines.sort((a, b) => a.at - b.at)
  return ['sequenceDiagram', ...places.lines, ...lines.map(({ text }) => text), ...note, ''].join('\n')
}

/** Clocks of two machines differ: by how many microseconds those of each stream are moved, so that nothing comes before its cause. */
function shiftsOf(tree: Shown, told: Map<number, ToldCall>): Map<Stream, number> {
  const shifts = new Map<Stream, number>()
  const visit = ({ call, callees }: Shown): void => {
    const cause = told.get(call)
    for (const callee of callees) {
      const effect = told.get(callee.call)
      if (cause && effect && cause.stream !== effect.stream) {
        const caused = microseconds(cause.stream, cause.line.start) + (shifts.get(cause.stream) ?? 0)
        const behind = caused - microseconds(effect.stream, effect.line.start)
        shifts.set(effect.stream, Math.max(shifts.get(effect.stream) ?? 0, behind))
      }
      visit(callee)
    }
  }
  visit(tree)
  return shifts
}

/** The calls to show: from the top down, and at each level those first below which something failed. */
function choose(forest: Forest, { root, below }: Tree): { tree: Shown; shown: Set<number>; left: number } {
  const tree: Shown = { call: root, callees: [], same: 0 }
  const shown = new Set([root])
  const places = new Set([placeOf(forest, root)])
  let left = 0
  for (let level = [tree]; level.length;) {
    const next: Shown[] = []
    for (const node of level) {
      for (const group of folded(forest, below, below.get(node.call) ?? [])) {
        const place = placeOf(forest, group.call)
        if (shown.size >= MOST_CALLS || (!places.has(place) && places.size >= MOST_PLACES))
          left += 1 + group.same + countBelow(below, group.call)
        else {
          shown.add(group.call)
          places.add(place)
          node.callees.push(group)
          next.push(group)
        }
      }
    }
    level = next
  }
  return { tree, shown, left }
}

const placeOf = (forest: Forest, call: number): string => `${forest.stream(call).index} ${siteAt(forest, call).file}`

/** Calls of one function right behind each other that call nothing and do not fail are told once. */
function folded(forest: Forest, below: Tree['below'], calls: readonly number[]): Shown[] {
  const out: Shown[] = []
  const isPlain = (call: number): boolean => !below.has(call) && !threw(forest, call)
  for (const call of calls) {
    const last = out.at(-1)
    const same = last && isPlain(last.call) && isPlain(call) && siteAt(forest, last.call) === siteAt(forest, call)
    if (same) last.same++
    else out.push({ call, callees: [], same: 0 })
  }
  return out
}

function countBelow(below: Tree['below'], call: number): number {
  let count = 0
  for (const open = [call]; open.length;) {
    const callees = below.get(open.pop()!) ?? []
    count += callees.length
    for (const one of callees) open.push(one)
  }
  return count
}

/** Who talks: `p0` is what began the tree, the others are files, each stream with its own. */
class Places {
  readonly lines: string[]
  readonly #names = new Map<string, string>()
  readonly #first: Stream

  constructor(first: Stream) {
    this.#first = first
    this.lines = [`  actor p0 as ${label(shortTitleOf(first), 60)}`]
  }

  of({ stream, site }: ToldCall): string {
    const key = `${stream.index} ${site.file}`
    const known = this.#names.get(key)
    if (known) return known
    const name = `p${this.#names.size + 1}`
    this.#names.set(key, name)
    const where = stream === this.#first ? '' : ` (${shortTitleOf(stream)})`
    this.lines.push(`  participant ${name} as ${label(`${site.file}${where}`, 60)}`)
    return name
  }
}

function message({ site, line }: ToldCall, arrow: string, same: number, request: { method: string; url: string } | undefined): string {
  const by = request ? `${clipped(`${request.method} ${request.url.replace(/^\w+:\/\/[^/?#]*/, '')}`, 40)} · ` : ''
  const args = (line.args ?? []).map((one) => formatSnapshot(one, 30)).join(', ')
  const times = same ? ` ×${same + 1}` : ''
  return `  ${arrow}: ${label(`${by}${clipped(site.name, 60)}(${clipped(args, 70)})${times}`, 180)}`
}

const clipped = (text: string, room: number): string => (text.length > room ? `${text.slice(0, room - 1)}…` : text)

/** What came back; nothing of calls that never ended. */
function answerOf({ line, site, error, running }: ToldCall): { text: string; failed: boolean } | undefined {
  if (running) return undefined
  if (line.outcome === 'threw') {
    const bad = failed({ outcome: 'threw', error, site })
    return { text: label(error === undefined ? 'threw' : `threw ${oneLine(formatSnapshot(error, 90))}`, 100), failed: bad }
  }
  const value = line.value === undefined ? '' : formatSnapshot(line.value, 50)
  return { text: label(line.outcome === 'closed' ? 'closed' : value || 'returned', 60), failed: false }
}
