import { formatSnapshot } from '@spoor/shared'
import type { Snapshot } from '@spoor/trace'
import type { Questions, SearchHit } from '../../questions.ts'
import { ABSENT, CALL, MARK } from '../events.ts'
import { addressOf, callLine, markLine } from '../lines.ts'
import type { Model } from '../model.ts'
import { Needle } from '../needle.ts'
import type { Recording } from '../recording.ts'
import { rowOf } from '../rows.ts'
import { nameOf, select } from '../scope.ts'
import type { Selection } from '../scope.ts'
import { endOfLine } from '../store.ts'
import type { Block, Store } from '../store.ts'
import { textsIn } from '../texts.ts'

type Query = Questions['search'][0]

/** Characters of a hit's text. */
const WIDTH = 160

/** Functions and files first, then requests, marks and values in the order in which they were recorded. */
export function search({ recording }: Model, { text, limit, offset, ...scope }: Query): Questions['search'][1] {
  if (!text.trim()) return { hits: [], more: false }
  const selection = select(recording, scope)
  const hits: SearchHit[] = []
  let skip = offset
  for (const hit of found(recording, selection, text)) {
    if (skip-- > 0) continue
    if (hits.length === limit) return { hits, more: true }
    hits.push(hit())
  }
  return { hits, more: false }
}

/** Hits are made when they are wanted. */
function* found(recording: Recording, selection: Selection, text: string): Generator<() => SearchHit> {
  const lower = text.toLowerCase()
  const { functions } = recording
  for (let fn = 0; fn < functions.all.length; fn++) {
    const { name, file, calls } = functions.all[fn]!
    if (!calls || (selection.filter && !selection.filter.functions[fn])) continue
    if (name.toLowerCase().includes(lower)) yield () => ({ fn, where: 'function', ...shortened(name, lower) })
    else if (file.toLowerCase().includes(lower)) yield () => ({ fn, where: 'file', ...shortened(file, lower) })
  }
  const sought = new Sought(recording.store, text)
  const { kind, count } = recording.events
  for (let at = 0; at < count; at++) {
    if (kind[at] === ABSENT || recording.node(at) !== at || !selection.has(at)) continue
    const hit = kind[at] === CALL ? inCall(recording, at, sought, lower) : inOther(recording, at, lower)
    if (hit) yield () => ({ ref: at, ...hit, row: rowOf(recording, at) })
  }
}

type Place = Pick<SearchHit, 'where' | 'text' | 'at'>

function inOther(recording: Recording, at: number, lower: string): Place | undefined {
  const name = nameOf(recording, at)
  const where = recording.events.kind[at] === MARK ? 'mark' : 'request'
  if (name.toLowerCase().includes(lower)) return { where, ...shortened(name, lower) }
  return where === 'mark' ? inValue('mark', markLine(recording, at).data, lower) : undefined
}

function inCall(recording: Recording, at: number, sought: Sought, lower: string): Place | undefined {
  const { learned } = recording
  const addresses = [addressOf(recording, at), ...(learned.has(at) ? [learned.get(at)!] : [])]
  if (!addresses.some((address) => sought.isInValues(address))) return undefined
  const { args = [], value, error } = callLine(recording, at)
  for (const arg of args) {
    const place = inValue('argument', arg, lower)
    if (place) return place
  }
  return inValue('result', value, lower) ?? inValue('error', error, lower)
}

const OUTCOME_FROM = 30

/** What is looked for in the lines of calls. A block that has it nowhere is looked through once, and not line by line. */
class Sought {
  readonly #store: Store
  readonly #needle: Needle
  readonly #blocks = new Map<Block, boolean>()
  #last: Block | undefined
  #isInLast = false

  constructor(store: Store, text: string) {
    this.#store = store
    this.#needle = new Needle(text)
  }

  /** Whether bytes of a line look like it, behind the numbers with which it begins. */
  isInValues(address: number): boolean {
    const block = this.#store.blockAt(address)
    if (!this.#isIn(block)) return false
    const { bytes, base } = block
    const needle = this.#needle
    const from = address - base
    const to = endOfLine(block, from)
    for (let at = needle.find(bytes, from + OUTCOME_FROM, to); at >= 0; at = needle.find(bytes, at + 1, to))
      if (!isStructure(bytes, from, to, at, at + needle.length)) return true
    return false
  }

  #isIn(block: Block): boolean {
    if (block === this.#last) return this.#isInLast
    let isIn = this.#blocks.get(block)
    if (isIn === undefined) this.#blocks.set(block, (isIn = this.#needle.find(block.bytes, 0, block.used) >= 0))
    this.#last = block
    return (this.#isInLast = isIn)
  }
}

/** Whether bytes belong to the name of a field: a word in quotes before a colon. Texts have no such quotes. */
function isStructure(bytes: Uint8Array, from: number, to: number, first: number, behind: number): boolean {
  let end = behind
  while (end < to && isLetter(bytes[end]!)) end++
  if (bytes[end] !== 34 || bytes[end + 1] !== 58) return false
  let begin = first
  while (begin > from && isLetter(bytes[begin - 1]!)) begin--
  return bytes[begin - 1] === 34
}

const isLetter = (char: number): boolean => (char >= 97 && char <= 122) || (char >= 65 && char <= 90)

function inValue(where: SearchHit['where'], value: Snapshot | undefined, lower: string): Place | undefined {
  if (value === undefined) return undefined
  for (const text of textsIn(value)) {
    if (!text.toLowerCase().includes(lower)) continue
    // As people see the value, if what was found is to be seen there.
    const preview = formatSnapshot(value, WIDTH)
    return { where, ...shortened(preview.toLowerCase().includes(lower) ? preview : text, lower) }
  }
  return undefined
}

/** A text around what was found in it. */
function shortened(text: string, lower: string): Pick<SearchHit, 'text' | 'at'> {
  const at = text.toLowerCase().indexOf(lower)
  const from = text.length <= WIDTH ? 0 : Math.max(0, Math.min(at - 40, text.length - WIDTH))
  const to = Math.min(text.length, Math.max(from + WIDTH, at + lower.length))
  const head = from > 0 ? '…' : ''
  const begin = at - from + head.length
  return { text: `${head}${text.slice(from, to)}${to < text.length ? '…' : ''}`, at: [begin, begin + lower.length] }
}
