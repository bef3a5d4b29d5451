import { compileSelectors, nameGlobToRegExp } from '@spoor/shared'
import type { Matcher } from '@spoor/shared'
import { CALL, MARK, REQUEST } from '../skeleton/events.ts'
import { siteOf } from '../skeleton/survey.ts'
import { ABOVE, IN, OUT } from './branches.ts'
import type { Branch, Branches } from './branches.ts'
import { requestPattern } from './pattern.ts'
import type { TreeOptions } from './tree.ts'

/** What of a recording is in the tree; the branches say for each event. */
export interface Choice {
  found: number
  shown: number
  left: number
}

/** Chooses what was asked for, what is below it in whatever stream, and the way to it. */
export function choose(found: Branches, options: TreeOptions): Choice {
  const { request, mark, from, to, around, only, depth = Infinity, most = 2000 } = options
  const chosen: number[] = []
  if (request !== undefined) chosen.push(chooseRequests(found, request))
  if (mark !== undefined) chosen.push(chooseMarks(found, mark))
  if (around !== undefined) chosen.push(chooseCalls(found, matcherOf(around)))
  if (from !== undefined || to !== undefined) chosen.push(chooseTime(found, from ?? -Infinity, to ?? Infinity))
  else if (!chosen.length) chosen.push(chooseTime(found, -Infinity, Infinity))
  if (request !== undefined || mark !== undefined || around !== undefined) spread(found)
  lead(found)
  if (only) leaveOut(found, compileSelectors(only))
  return { found: chosen.reduce((sum, one) => sum + one, 0), ...limit(found, depth, most) }
}

function chooseRequests({ all }: Branches, pattern: string): number {
  const isMeant = requestPattern(pattern)
  let found = 0
  for (const branch of all) {
    for (const request of branch.stream.requests) {
      if (!isMeant(request)) continue
      branch.choose(branch.stream.events.find(request.seq), IN)
      found++
    }
  }
  return found
}

function chooseMarks({ all }: Branches, name: string): number {
  const glob = nameGlobToRegExp(name)
  let found = 0
  for (const branch of all) {
    const { marks, events } = branch.stream
    for (const mark of marks) {
      if (mark.name !== name && !glob.test(mark.name)) continue
      const at = events.find(mark.seq)
      const root = branch.rootOf(at)
      if (root !== at) branch.choose(root, IN)
      else chooseBehind(branch, at)
      found++
    }
  }
  return found
}

/** What begins at the top behind a mark, until the next mark at the top. */
function chooseBehind({ chosen, stream }: Branch, mark: number): void {
  const { kind, parent, count } = stream.events
  chosen[mark] = IN
  for (let next = mark + 1; next < count; next++) {
    if (parent[next]) continue
    if (kind[next] === MARK) return
    chosen[next] = IN
  }
}

/** `checkout` means functions of that name anywhere; whatever has a `#`, `/` or `.` with letters behind is a selector as it is. */
function matcherOf(text: string): Matcher {
  const selector = /[#/]|\.\w+$/.test(text) && !/^[\w$]+(\.[\w$]+)+$/.test(text) ? text : `**#{${text},*.${text}}`
  return compileSelectors([selector])
}

function chooseCalls({ all }: Branches, matcher: Matcher): number {
  let found = 0
  for (const branch of all) {
    for (const at of callsIn(branch)) {
      if (!isSelected(branch, at, matcher)) continue
      branch.choose(at, IN)
      found++
    }
  }
  return found
}

function* callsIn({ stream }: Branch): Generator<number> {
  const { kind, count } = stream.events
  for (let at = 0; at < count; at++) if (kind[at] === CALL) yield at
}

function isSelected({ stream }: Branch, at: number, matcher: Matcher): boolean {
  const { file, name } = siteOf(stream, stream.events.site[at]!)
  return matcher.function(file, name)?.selected === true
}

/** Events of which some part lies in that time. */
function chooseTime({ all }: Branches, from: number, to: number): number {
  let found = 0
  for (const { stream, chosen, from: zero } of all) {
    const { start, end, seq, count } = stream.events
    for (let at = 0; at < count; at++) {
      // What still runs has no end.
      if (start[at]! + zero > to || (end[at]! + zero < from && !stream.open.has(seq[at]!))) continue
      chosen[at] = IN
      found++
    }
  }
  return found
}

/** What is below, also across requests. */
function spread(found: Branches): void {
  for (let more = true; more;) {
    for (const branch of found.all) branch.spread()
    more = false
    for (const [client, server] of found.pairs) {
      if (client.branch.chosen[client.at] !== IN || server.branch.chosen[server.at] === IN) continue
      server.branch.chosen[server.at] = IN
      more = true
    }
  }
}

/** The way to what is chosen, also across requests. */
function lead(found: Branches): void {
  for (const { above, chosen } of found.all)
    for (let at = above.length - 1; at >= 0; at--)
      if (chosen[at] && above[at]! >= 0 && chosen[above[at]!] === OUT) chosen[above[at]!] = ABOVE
  const { pairs } = found
  const pending = pairs.filter(([, server]) => server.branch.chosen[server.at])
  for (let pair = pending.pop(); pair; pair = pending.pop()) {
    const [client] = pair
    if (client.branch.chosen[client.at]) continue
    const root = client.branch.choose(client.at, ABOVE)
    const next = pairs.find(([, server]) => server.branch === client.branch && server.at === root)
    if (next) pending.push(next)
  }
}

/** Calls of functions that are not selected go; requests and marks stay. */
function leaveOut({ all }: Branches, matcher: Matcher): void {
  for (const branch of all) {
    for (const at of callsIn(branch)) if (branch.chosen[at] && !isSelected(branch, at, matcher)) branch.chosen[at] = OUT
  }
}

/** Leaves out what is too deep, then what is too much. */
function limit(found: Branches, levels: number, events: number): { shown: number; left: number } {
  const depths = depthsOf(found)
  let shown = 0
  let left = 0
  found.all.forEach(({ chosen }, s) => {
    for (let at = 0; at < chosen.length; at++) {
      if (!chosen[at]) continue
      if (depths[s]![at]! <= levels && shown < events) shown++
      else {
        chosen[at] = OUT
        left++
      }
    }
  })
  return { shown, left }
}

/** For each event how many levels of the tree end with it; both sides of a request are one. */
function depthsOf(found: Branches): Uint32Array[] {
  const depths = found.all.map(({ chosen }) => new Uint32Array(chosen.length))
  const from = new Map(found.pairs.map(([client, server]) => [`${server.branch.stream.index} ${server.at}`, client]))
  // Files that were tampered with could go round between streams.
  let rounds = found.pairs.length + 2
  for (let changed = true; changed && rounds; rounds--) {
    changed = false
    found.all.forEach(({ above, chosen, stream }, s) => {
      const own = depths[s]!
      for (let at = 0; at < chosen.length; at++) {
        const client = stream.events.kind[at] === REQUEST ? from.get(`${s} ${at}`) : undefined
        const shared = client?.branch.chosen[client.at] ? depths[client.branch.stream.index]![client.at]! : 0
        const depth = shared || (above[at]! < 0 ? 0 : own[above[at]!]!) + (chosen[at] ? 1 : 0)
        if (depth === own[at]) continue
        own[at] = depth
        changed = true
      }
    })
  }
  return depths
}
