import { compileSelectors, nameGlobToRegExp } from '@spoor/shared'
import type { Matcher } from '@spoor/shared'
import type { MarkLine, RequestLine } from '../format.ts'
import { requestPattern } from './pattern.ts'
import { ABOVE, ABSENT, CALL, IN, MARK, OUT, REQUEST } from './skeleton.ts'
import type { Survey } from './survey.ts'
import type { TreeOptions } from './tree.ts'

/** What of a recording is in the tree; the skeletons say for each event. */
export interface Choice {
  found: number
  shown: number
  left: number
}

/** Chooses what was asked for, what is below it in whatever stream, and the way to it. */
export function choose(found: Survey, options: TreeOptions): Choice {
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

function chooseRequests({ requests, skeletons }: Survey, pattern: string): number {
  const found = requests.filter(requestPattern(pattern))
  for (const { s = 0, seq } of found) skeletons[s]!.choose(seq, IN)
  return found.length
}

function chooseMarks(found: Survey, name: string): number {
  const glob = nameGlobToRegExp(name)
  const matching = found.marks.filter((mark) => mark.name === name || glob.test(mark.name))
  for (const mark of matching) {
    const skeleton = found.skeletons[mark.s ?? 0]!
    const root = skeleton.rootOf(mark.seq)
    if (root !== mark.seq) skeleton.choose(root, IN)
    else chooseBehind(found, mark)
  }
  return matching.length
}

/** What begins at the top behind a mark, until the next mark at the top. */
function chooseBehind({ skeletons }: Survey, { s = 0, seq }: MarkLine): void {
  const { last, kind, parent, chosen } = skeletons[s]!
  chosen[seq] = IN
  for (let next = seq + 1; next <= last; next++) {
    if (!kind[next] || parent[next]) continue
    if (kind[next] === MARK) return
    chosen[next] = IN
  }
}

/** `checkout` means functions of that name anywhere; whatever has a `#`, `/` or `.` with letters behind is a selector as it is. */
function matcherOf(text: string): Matcher {
  const selector = /[#/]|\.\w+$/.test(text) && !/^[\w$]+(\.[\w$]+)+$/.test(text) ? text : `**#{${text},*.${text}}`
  return compileSelectors([selector])
}

function chooseCalls({ skeletons, sites }: Survey, matcher: Matcher): number {
  let found = 0
  skeletons.forEach((skeleton, s) => {
    for (let seq = 1; seq <= skeleton.last; seq++) {
      if (skeleton.kind[seq] !== CALL) continue
      const { file, name } = sites.of({ s, n: skeleton.site[seq]! })
      if (!matcher.function(file, name)?.selected) continue
      skeleton.choose(seq, IN)
      found++
    }
  })
  return found
}

/** Events of which some part lies in that time. */
function chooseTime({ skeletons, shifts, first }: Survey, from: number, to: number): number {
  let found = 0
  skeletons.forEach(({ last, kind, chosen, start, end }, s) => {
    for (let seq = 1; seq <= last; seq++) {
      const shift = shifts[s]! - first
      // What still runs has no end.
      if (!kind[seq] || start[seq]! + shift > to || end[seq]! + shift < from) continue
      chosen[seq] = IN
      found++
    }
  })
  return found
}

/** What is below, also across requests. */
function spread({ skeletons, servers }: Survey): void {
  for (let more = true; more;) {
    for (const skeleton of skeletons) skeleton.spread()
    more = false
    for (const [client, server] of servers) {
      const { chosen } = skeletons[server.s ?? 0]!
      if (skeletons[client.s ?? 0]!.chosen[client.seq] !== IN || chosen[server.seq] === IN) continue
      chosen[server.seq] = IN
      more = true
    }
  }
}

/** The way to what is chosen, also across requests. */
function lead({ skeletons, clients }: Survey): void {
  for (const skeleton of skeletons)
    for (let seq = skeleton.last; seq > 0; seq--) {
      const parent = skeleton.parent[seq]!
      if (skeleton.chosen[seq] && skeleton.kind[parent] && skeleton.chosen[parent] === OUT) skeleton.chosen[parent] = ABOVE
    }
  const pending: RequestLine[] = [...clients.keys()].filter(({ s = 0, seq }) => skeletons[s]!.chosen[seq])
  for (let server = pending.pop(); server; server = pending.pop()) {
    const client = clients.get(server)!
    const skeleton = skeletons[client.s ?? 0]!
    if (skeleton.chosen[client.seq]) continue
    const root = skeleton.choose(client.seq, ABOVE)
    const above = [...clients.keys()].find(({ s = 0, seq }) => s === (client.s ?? 0) && seq === root)
    if (above) pending.push(above)
  }
}

/** Calls of functions that are not selected go; requests and marks stay. */
function leaveOut({ skeletons, sites }: Survey, matcher: Matcher): void {
  skeletons.forEach(({ last, kind, chosen, site }, s) => {
    for (let seq = 1; seq <= last; seq++) {
      if (kind[seq] !== CALL || !chosen[seq]) continue
      const { file, name } = sites.of({ s, n: site[seq]! })
      if (!matcher.function(file, name)?.selected) chosen[seq] = OUT
    }
  })
}

/** Leaves out what is too deep, then what is too much. */
function limit(found: Survey, levels: number, events: number): { shown: number; left: number } {
  const depths = depthsOf(found)
  let shown = 0
  let left = 0
  found.skeletons.forEach(({ last, chosen }, s) => {
    for (let seq = 1; seq <= last; seq++) {
      if (!chosen[seq]) continue
      if (depths[s]![seq]! <= levels && shown < events) shown++
      else {
        chosen[seq] = OUT
        left++
      }
    }
  })
  return { shown, left }
}

/** For each event how many levels of the tree end with it; both sides of a request are one. */
function depthsOf({ skeletons, servers }: Survey): Uint32Array[] {
  const depths = skeletons.map(({ last }) => new Uint32Array(last + 1))
  const from = new Map([...servers].map(([client, server]) => [`${server.s ?? 0} ${server.seq}`, client]))
  for (let changed = true; changed;) {
    changed = false
    skeletons.forEach(({ last, kind, chosen, parent }, s) => {
      for (let seq = 1; seq <= last; seq++) {
        if (kind[seq] === ABSENT) continue
        const client = kind[seq] === REQUEST ? from.get(`${s} ${seq}`) : undefined
        const joined = client && skeletons[client.s ?? 0]!.chosen[client.seq] ? depths[client.s ?? 0]![client.seq]! : 0
        const depth = joined || depths[s]![parent[seq]!]! + (chosen[seq] ? 1 : 0)
        if (depth === depths[s]![seq]) continue
        depths[s]![seq] = depth
        changed = true
      }
    })
  }
  return depths
}
