import type { FunctionKind } from '@spoor/shared'
import type { Place } from '../author.ts'
import type { Authored } from '../marks.ts'
import type { Node, Path } from '../node.ts'
import { startWithAnnotation } from './annotations.ts'
import { blockRegion } from './block.ts'
import { creatorOf } from './creator.ts'
import { isExtracted } from './extracted.ts'
import { isIgnored } from './ignore.ts'
import { authorsName } from './compiled.ts'
import { authorsParams, markBody, takeMark } from './marked.ts'
import { ownName, qualify } from './names.ts'
import { describeParams } from './params.ts'
import type { FunctionRecord, SkipReason } from './records.ts'
import type { FindState, Frame, FunctionFrame } from './state.ts'
import { placeOf, pop, push, skip } from './state.ts'
import { isTrivial } from './trivial.ts'
import { closeValue, openValue } from './values.ts'

export function enterFunction(path: Path, state: FindState): void {
  const { node } = path
  const strict = state.top.strict || (node['body']['directives'] ?? []).some(isUseStrict)
  if (state.authored) return enterMarked(path, state, strict, state.authored)
  const origins = state.origins?.()
  const place = origins ? origins.placeOf(node) : placeOf(node)
  const own = origins ? authorsName(path, origins.knows) : ownName(path)
  const full = qualify(state.top.name, own)
  const name = place ? unique(state, full) : state.top.name
  const reason = place && reasonToSkip(path, name, state)
  const fn = pushFunction(node, state, name, strict)
  // A compiler's own: what is inside is called as if it were not there.
  if (!place) return skip(state, placeOf(node), full, 'generated')
  if (reason) return skip(state, place, name, reason)
  const record = createRecord(path, name, place, state)
  state.findings.functions.push(record)
  if (state.marking) return markBody(node, state, record)
  fn.record = record
  openBody(path, state, fn)
}

/** Where a compiler has been: without a mark, a function is its own, or was left alone before. */
function enterMarked(path: Path, state: FindState, strict: boolean, authored: Authored): void {
  const site = takeMark(path.node, authored, state.findings)
  const fn = pushFunction(path.node, state, site?.name ?? state.top.name, strict)
  if (!site) return
  fn.record = createRecord(path, site.name, { line: site.line, column: site.column }, state)
  // It may have made another kind of it, and given it other parameters. What suspends it is as it made it.
  const { params, args } = authorsParams(site, path.node)
  Object.assign(fn.record.site, { kind: site.kind, params })
  fn.record.args = args
  state.findings.functions.push(fn.record)
  openBody(path, state, fn)
}

function pushFunction(node: Node, state: FindState, name: string, strict: boolean): FunctionFrame {
  const fn: FunctionFrame = {
    node,
    async: node['async'],
    generator: node['generator'] ?? false,
    usesArguments: false,
    hasWith: false,
    record: undefined,
    head: undefined,
  }
  push(state, { name, strict, inside: node['key'] ? (node['key'] as Node).end : node.start, fn })
  return fn
}

export function exitFunction({ node }: Path, state: FindState): void {
  const { fn, strict } = state.top
  pop(state)
  if (!fn?.record) return
  if (fn.usesArguments && node.type !== 'ArrowFunctionExpression' && !fn.record.site.params.includes('arguments'))
    fn.record.args = 'arguments'
  closeBody(state, fn, fn.record, strict)
}

function reasonToSkip(path: Path, name: string, state: FindState): SkipReason | undefined {
  if (isIgnored(path, state.ignores)) return 'ignored'
  const verdict = state.include.function(state.file, name)
  if (!verdict?.selected || state.exclude.function(state.file, name)?.selected) return 'not-selected'
  if (state.mayMock && isHoistedMock(path)) return 'hoisted-mock'
  if (state.extractors && isExtracted(path, state.extractors)) return 'extracted'
  if (state.withs) return 'with-statement'
  if (!state.trivial && !verdict.named && isTrivial(path.node)) return 'trivial'
  return undefined
}

/** `vi.mock('x', () => …)`: the factory is moved above the imports, and Jest refuses one that names anything from outside. */
function isHoistedMock(path: Path): boolean {
  for (let at: Path | null = path; at; at = at.parentPath) {
    const call = at.parentPath?.node
    const callee = at.listKey === 'arguments' ? (call?.['callee'] as Node | undefined) : undefined
    if (/^(?:vi|vitest|jest)$/.test(callee?.['object']?.name) && /^(?:mock|hoisted)$/.test(callee?.['property']?.name)) return true
  }
  return false
}

function createRecord(path: Path, name: string, place: Place, state: FindState): FunctionRecord {
  const { node } = path
  const params = describeParams(node['params'])
  const creator = creatorOf(path, state)
  if (creator) creator.creates = true
  return {
    index: -1,
    depth: depthOf(state.top.parent),
    site: {
      id: `${state.file}#${name}`,
      file: state.file,
      name,
      ...place,
      kind: kindOf(node),
      async: node['async'],
      generator: node['generator'] ?? false,
      params: params.labels,
    },
    args: params.expression,
    creator,
    creates: false,
    usesTemp: false,
    fallsThrough: true,
    pausesOnReturn: node['async'] && node['generator'],
    holdsValue: false,
    derived: node['kind'] === 'constructor' && Boolean(path.parentPath?.parentPath?.node['superClass']),
    dropped: false,
  }
}

function depthOf(around: Frame | undefined): number {
  for (let frame = around; frame; frame = frame.parent) if (frame.fn?.record) return frame.fn.record.depth + 1
  return 0
}

function openBody(path: Path, state: FindState, frame: FunctionFrame): void {
  const fn = frame.record as FunctionRecord
  const { points } = state.findings
  const body = frame.node['body'] as Node
  if (body.type === 'BlockStatement') {
    const at = headOffset(path, state)
    frame.head = { at, side: 'open', fn, kind: 'head', semicolon: needsSemicolon(body, at, state) }
    points.push(frame.head)
  } else {
    const start = startWithAnnotation(body, state.code)
    const at = body.extra?.parenStart ?? start
    points.push({ at, side: 'open', fn, kind: 'arrow-head' })
    // Behind a parenthesis on a line before.
    if (at < start && /\n/.test(state.code.slice(at, body.start))) points.push({ at: start, side: 'open', fn, kind: 'line' })
    openValue(body, fn, state)
  }
}

function closeBody(state: FindState, { node, head, usesArguments, hasWith }: FunctionFrame, fn: FunctionRecord, strict: boolean): void {
  const { points } = state.findings
  const body = node['body'] as Node
  if (!head) {
    closeValue(body, fn, state)
    points.push({ at: node.end, side: 'close', fn, kind: 'arrow-tail' })
    return
  }
  const region = blockRegion({ body, params: node['params'], strict, usesArguments })
  if (!region || hasWith) {
    fn.dropped = true
    const { file, name, line, column } = fn.site
    const reason = hasWith ? 'with-statement' : 'block-conflict'
    return void state.findings.skipped.push({ file, name, line, column, reason })
  }
  const statements = body['body'] as Node[]
  const last = region.to > region.from ? statements[region.to - 1] : undefined
  fn.fallsThrough = !last || !/^(?:Return|Throw)Statement$/.test(last.type)
  if (region.from > 0) Object.assign(head, { at: (statements[region.from - 1] as Node).end, semicolon: false })
  const end = region.to === statements.length ? body.end - 1 : (last?.end ?? head.at)
  if (end === head.at) Object.assign(head, { kind: 'empty-body' })
  else points.push({ at: end, side: 'close', fn, kind: 'tail' })
}

/** Behind the directives; in TypeScript behind a `super()` whose place its compilers mind. */
function headOffset(path: Path, state: FindState): number {
  const { node } = path
  const body = node['body'] as Node
  const superCall = state.typescript && node['kind'] === 'constructor' && (body['body'] as Node[]).find(isSuperCall)
  if (superCall && assignsAfterSuper(path)) return superCall.end
  const directive = (body['directives'] as Node[]).at(-1)
  return directive ? directive.end : body.start + 1
}

/** Whether what the head follows may end without a semicolon. */
const needsSemicolon = (body: Node, offset: number, state: FindState): boolean => offset > body.start + 1 && state.code[offset - 1] !== ';'

const isSuperCall = (statement: Node): boolean =>
  statement.type === 'ExpressionStatement' &&
  statement['expression'].type === 'CallExpression' &&
  statement['expression'].callee.type === 'Super'

/** TypeScript's compilers put parameter properties and fields behind a `super()` at the root of the body, and only there. */
function assignsAfterSuper({ node, parentPath }: Path): boolean {
  if ((node['params'] as Node[]).some((param) => param.type === 'TSParameterProperty')) return true
  return ((parentPath as Path).node['body'] as Node[]).some(isInstanceState)
}

/** What is set up on `this`, older targets' private members and decorators among it. */
const isInstanceState = (member: Node): boolean =>
  !member['static'] &&
  !member['declare'] &&
  (/Property$/.test(member.type) || member['key']?.type === 'PrivateName' || Boolean(member['decorators']?.length))

function kindOf(node: Node): FunctionKind {
  if (node.type === 'ArrowFunctionExpression') return 'arrow'
  if (node['kind'] === 'get') return 'getter'
  if (node['kind'] === 'set') return 'setter'
  if (node['kind'] === 'constructor') return 'constructor'
  return node['kind'] === 'method' ? 'method' : 'function'
}

/** The second function of a name is `name~2`, so that ids are unique within the file. */
function unique(state: FindState, name: string): string {
  const count = (state.names.get(name) ?? 0) + 1
  state.names.set(name, count)
  return count === 1 ? name : `${name}~${count}`
}

const isUseStrict = (directive: Node): boolean => directive['value'].value === 'use strict'
