import type { FunctionKind, Matcher } from '@spoor/shared'
import type { Node, Path } from '../node.ts'
import { blockRegion } from './block.ts'
import type { Ignores } from './ignore.ts'
import { isIgnored } from './ignore.ts'
import { ownName, qualify } from './names.ts'
import { describeParams } from './params.ts'
import type { Findings, FunctionRecord, Point, SkipReason, Suspension, Wrap } from './records.ts'
import type { Visitors } from './walk.ts'

/** A function, class or namespace that is being walked through. */
interface Frame {
  /** Full name; what lies inside is called after it. */
  name: string
  strict: boolean
  parent: Frame | undefined
  /** Where the inside begins: decorators and computed keys belong to the outside. */
  inside: number
  /** Only for functions. */
  fn?: FunctionFrame
}

interface FunctionFrame {
  node: Node
  async: boolean
  generator: boolean
  usesArguments: boolean
  /** `undefined` where the function is left alone. */
  record: FunctionRecord | undefined
  /** Where the probe begins; in a block it may have to move once the body is known. */
  head: Point | undefined
}

/** What is known and gathered while a file is walked. */
export interface FindState {
  file: string
  code: string
  include: Matcher
  exclude: Matcher
  ignores: Ignores
  typescript: boolean
  /** Whether the text can hold a mock factory that a test runner moves. */
  mayMock: boolean
  findings: Findings
  top: Frame
  /** How many times each full name was given. */
  names: Map<string, number>
}

/** The nearest function around an offset: a computed key is outside of its method. */
function functionAt(state: FindState, offset: number): FunctionFrame | undefined {
  for (let frame: Frame | undefined = state.top; frame; frame = frame.parent) if (frame.fn && offset >= frame.inside) return frame.fn
  return undefined
}

const recordAt = (state: FindState, node: Node): FunctionRecord | undefined => functionAt(state, node.start)?.record

const push = (state: FindState, frame: Omit<Frame, 'parent'>): void => void (state.top = { ...frame, parent: state.top })
const pop = (state: FindState): void => void (state.top = state.top.parent as Frame)

/** The deciding part: which functions get a probe and where its pieces go. Sees the tree, never changes it or the text. */
export const visitors: Visitors<FindState> = {
  Function: { enter: enterFunction, exit: exitFunction },

  Class: {
    enter(path, state) {
      const { node } = path
      push(state, { name: qualify(state.top.name, ownName(path)), strict: true, inside: (node['body'] as Node).start })
    },
    exit: (_path, state) => pop(state),
  },

  TSModuleDeclaration: {
    enter: ({ node }, state) =>
      push(state, { ...state.top, name: qualify(state.top.name, node['id'].name ?? node['id'].value ?? ''), inside: node.start }),
    exit: (_path, state) => pop(state),
  },

  // A frame of its own: in a parameter's default it sees none of the names in the body.
  StaticBlock: {
    enter({ node }, state) {
      const fn = { node, async: false, generator: false, usesArguments: false, record: undefined, head: undefined }
      skip(state, node, `${state.top.name}.static`, 'static-block')
      push(state, { ...state.top, inside: node.start, fn })
    },
    exit: (_path, state) => pop(state),
  },

  Identifier: {
    enter({ node }, state) {
      if (node['name'] !== 'arguments') return
      for (let frame: Frame | undefined = state.top; frame; frame = frame.parent) {
        if (!frame.fn || node.start < frame.inside || frame.fn.node.type === 'ArrowFunctionExpression') continue
        frame.fn.usesArguments = true
        return
      }
    },
  },

  // return x  ->  return $v=x;   return  ->  return $v=void 0
  ReturnStatement: {
    enter({ node }, state) {
      const fn = recordAt(state, node)
      if (!fn) return
      const argument = node['argument'] as Node | null
      if (!argument && isStream(fn)) state.findings.points.push({ at: node.start, side: 'open', fn, kind: 'bare-return' })
      else if (argument) state.findings.points.push({ at: argument.start, side: 'open', fn, kind: 'value', wrap: wrapOf(argument) })
      else state.findings.points.push({ at: node.start + 'return'.length, side: 'close', fn, kind: 'return-nothing' })
    },
    exit(path, state) {
      const { node } = path
      const fn = recordAt(state, node)
      const argument = node['argument'] as Node | null
      if (fn && argument) state.findings.points.push({ at: argument.end, side: 'close', fn, kind: 'value-end', wrap: wrapOf(argument) })
      else if (fn && isStream(fn)) state.findings.points.push({ at: node.end, side: 'close', fn, kind: 'bare-return-end' })
      separate(path, state)
    },
  },

  // throw x  ->  throw ($t=x,$c&&$threw($c,$t),$t)
  ThrowStatement: {
    enter({ node }, state) {
      const fn = recordAt(state, node)
      if (!fn) return
      fn.usesTemp = true
      state.findings.points.push({ at: node['argument'].start, side: 'open', fn, kind: 'throw', wrap: wrapOf(node['argument']) })
    },
    exit(path, state) {
      const { node } = path
      const fn = recordAt(state, node)
      if (fn) state.findings.points.push({ at: node['argument'].end, side: 'close', fn, kind: 'throw-end', wrap: wrapOf(node['argument']) })
      separate(path, state)
    },
  },

  ExpressionStatement: { exit: separate },

  // await x  ->  ($t=await ($t=x,$c&&$pause($c,0),$t),$c&&$resume($c),$t)
  AwaitExpression: {
    enter(path, state) {
      if (!functionAt(state, path.node.start)) state.findings.topLevelAwait = true
      suspend(path, state)
    },
    exit: (path, state) => resume(path, state, 'await'),
  },

  // yield x  ->  the same with $pause($c,1); yield* x  ->  with $delegate($c)
  YieldExpression: {
    enter: suspend,
    exit: (path, state) => resume(path, state, path.node['delegate'] ? 'delegate' : 'yield'),
  },

  // for await (const x of y) z
  //   ->  {for await (const x of ($t=y,$c&&$pause($c,0),$t)){$c&&$resume($c);try{z}finally{$c&&$pause($c,0)}}$c&&$resume($c)}
  ForOfStatement: {
    enter(path, state) {
      const { node } = path
      if (!node['await']) return
      const fn = recordAt(state, node)
      if (!fn) {
        if (!functionAt(state, node.start)) state.findings.topLevelAwait = true
        return
      }
      fn.usesTemp = true
      const { points } = state.findings
      points.push({ at: labelledStart(path), side: 'open', fn, kind: 'loop', jumps: mayJump(node, state) })
      points.push({ at: node['right'].start, side: 'open', fn, kind: 'operand', wrap: wrapOf(node['right']) })
      points.push({ at: node['right'].end, side: 'close', fn, kind: 'operand-end', wrap: wrapOf(node['right']), how: 'await' })
      points.push({ at: loopBody(node).at, side: 'open', fn, kind: loopBody(node).empty ? 'loop-body-empty' : 'loop-body' })
    },
    exit({ node }, state) {
      const fn = node['await'] ? recordAt(state, node) : undefined
      if (!fn) return
      if (!loopBody(node).empty) state.findings.points.push({ at: loopBody(node).end, side: 'close', fn, kind: 'loop-body-end' })
      state.findings.points.push({ at: node.end, side: 'close', fn, kind: 'loop-end', jumps: mayJump(node, state) })
    },
  },

  // catch (e) {  ->  catch (e) {$c&&$caught($c,e);
  CatchClause: {
    enter({ node }, state) {
      const fn = recordAt(state, node)
      const param = node['param'] as Node | null
      const name = param?.type === 'Identifier' ? (param['name'] as string) : undefined
      if (fn) state.findings.points.push({ at: node['body'].start + 1, side: 'open', fn, kind: 'caught', name })
    },
  },

  // finally {x}  ->  finally {$c&&$resume($c,1);let $w=$v;$v=$c;x;$v=$w}   the first where the function can be suspended
  TryStatement: {
    enter({ node }, state) {
      const frame = functionAt(state, node.start)
      const block = node['finalizer'] as Node | null
      if (!frame?.record || !block) return
      const resumes = frame.async || frame.generator
      state.findings.points.push({ at: block.start + 1, side: 'open', fn: frame.record, kind: 'finalizer', resumes, empty: isEmpty(block) })
    },
    exit({ node }, state) {
      const fn = node['finalizer'] && !isEmpty(node['finalizer']) ? recordAt(state, node) : undefined
      if (fn) state.findings.points.push({ at: node['finalizer'].end - 1, side: 'close', fn, kind: 'finalizer-end' })
    },
  },

  VariableDeclaration: {
    enter({ node }, state) {
      const fn = node['kind'] === 'await using' ? recordAt(state, node) : undefined
      if (fn) fn.pausesOnReturn = true
    },
    exit: separate,
  },
}

function enterFunction(path: Path, state: FindState): void {
  const { node } = path
  const strict = state.top.strict || (node['body']['directives'] ?? []).some(isUseStrict)
  const name = unique(state, qualify(state.top.name, ownName(path)))
  const fn: FunctionFrame = {
    node,
    async: node['async'],
    generator: node['generator'] ?? false,
    usesArguments: false,
    record: undefined,
    head: undefined,
  }
  const reason = reasonToSkip(path, name, state)
  push(state, { name, strict, inside: node['key'] ? (node['key'] as Node).end : node.start, fn })
  if (reason) return skip(state, node, name, reason)
  fn.record = createRecord(path, name, state)
  openBody(path, state, fn)
}

function exitFunction({ node }: Path, state: FindState): void {
  const { fn, strict } = state.top
  pop(state)
  if (!fn?.record) return
  if (fn.usesArguments && node.type !== 'ArrowFunctionExpression' && !fn.record.site.params.includes('arguments'))
    fn.record.args = 'arguments'
  closeBody(state, fn, fn.record, strict)
}

function reasonToSkip(path: Path, name: string, state: FindState): SkipReason | undefined {
  if (isIgnored(path, state.ignores)) return 'ignored'
  if (!selects(state.include, state.file, name) || selects(state.exclude, state.file, name)) return 'not-selected'
  if (state.mayMock && isHoistedMock(path)) return 'hoisted-mock'
  return undefined
}

/** The third function of a name is `name~3`; a selector may say so, or mean all of that name. */
function selects(matcher: Matcher, file: string, name: string): boolean {
  const exact = matcher.function(file, name)?.selected
  const any = name.includes('~') ? matcher.function(file, name.replace(/~\d+/g, ''))?.selected : exact
  return exact !== false && any !== false && (exact ?? any ?? false)
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

function createRecord({ node }: Path, name: string, state: FindState): FunctionRecord {
  const params = describeParams(node['params'])
  return {
    index: -1,
    depth: depthOf(state.top.parent),
    site: {
      id: `${state.file}#${name}`,
      file: state.file,
      name,
      ...placeOf(node),
      kind: kindOf(node),
      async: node['async'],
      generator: node['generator'] ?? false,
      params: params.labels,
    },
    args: params.expression,
    usesTemp: false,
    fallsThrough: true,
    pausesOnReturn: node['async'] && node['generator'],
    dropped: false,
  }
}

function depthOf(around: Frame | undefined): number {
  for (let frame = around; frame; frame = frame.parent) if (frame.fn?.record) return frame.fn.record.depth + 1
  return 0
}

function openBody(path: Path, state: FindState, frame: FunctionFrame): void {
  const fn = frame.record as FunctionRecord
  const { points, functions } = state.findings
  const body = frame.node['body'] as Node
  functions.push(fn)
  if (body.type === 'BlockStatement') {
    const at = headOffset(path, state)
    frame.head = { at, side: 'open', fn, kind: 'head', semicolon: needsSemicolon(body, at, state) }
    points.push(frame.head)
  } else {
    points.push({ at: body.extra?.parenStart ?? body.start, side: 'open', fn, kind: 'arrow-head' })
    points.push({ at: body.start, side: 'open', fn, kind: 'value', wrap: wrapOf(body) })
  }
}

function closeBody(state: FindState, { node, head, usesArguments }: FunctionFrame, fn: FunctionRecord, strict: boolean): void {
  const { points } = state.findings
  const body = node['body'] as Node
  if (!head) {
    points.push({ at: body.end, side: 'close', fn, kind: 'value-end', wrap: wrapOf(body) })
    points.push({ at: node.end, side: 'close', fn, kind: 'arrow-tail' })
    return
  }
  const region = blockRegion({ body, params: node['params'], strict, usesArguments })
  if (!region) {
    fn.dropped = true
    return skip(state, node, fn.site.name, 'block-conflict')
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

function suspend(path: Path, state: FindState): void {
  const { node } = path
  const fn = recordAt(state, node)
  if (!fn) return
  fn.usesTemp = true
  const { points } = state.findings
  points.push({ at: node.start, side: 'open', fn, kind: 'suspend', semicolon: opensStatement(path) })
  const argument = node['argument'] as Node | null
  if (argument) points.push({ at: argument.start, side: 'open', fn, kind: 'operand', wrap: wrapOf(argument) })
}

function resume({ node }: Path, state: FindState, how: Suspension): void {
  const fn = recordAt(state, node)
  if (!fn) return
  const argument = node['argument'] as Node | null
  if (argument) state.findings.points.push({ at: argument.end, side: 'close', fn, kind: 'operand-end', how, wrap: wrapOf(argument) })
  state.findings.points.push({ at: node.end, side: 'close', fn, kind: argument ? 'resumed' : 'yield-nothing' })
}

/** Whether a parenthesis put before the expression would be the first token of a statement in a list, and so join the line above. */
function opensStatement(path: Path): boolean {
  for (let at: Path | null = path; at; at = at.parentPath) {
    if (at.node.start !== path.node.start) return false
    if (at.node.type === 'ExpressionStatement') return at.listKey === 'body' || at.listKey === 'consequent'
  }
  return false
}

/** The first characters of a statement that would join the line above, were that to end in a parenthesis of ours. */
const JOINS = /\s*[([`+\-/<]/y

/** `yield⏎[1]`, `throw i++⏎(x)`: two statements as long as nothing that can be called or indexed stands before the break. */
function separate({ node, key }: Path, state: FindState): void {
  const { points } = state.findings
  const last = points[points.length - 1]
  if (last?.at !== node.end || /^(?:arrow-tail|bare-return-end)$/.test(last.kind) || key === 'init' || key === 'left') return
  JOINS.lastIndex = node.end
  if (JOINS.test(state.code)) points.push({ at: node.end, side: 'close', fn: last.fn, kind: 'separator' })
}

/** Whether there may be a `continue` or `break` with a label in a loop. */
const mayJump = (loop: Node, { code }: FindState): boolean =>
  /\b(?:break|continue)[^\S\n]+[^\s;}]/.test(code.slice(loop['body'].start, loop['body'].end))

const isEmpty = (block: Node): boolean => block.end - block.start === 2

/** An async generator: what it returns it awaits, but nothing, which some engines do and others do not. */
const isStream = ({ site }: FunctionRecord): boolean => site.async && site.generator

/** Labels belong to their loop: what is put before it goes before them. */
function labelledStart(path: Path): number {
  let at = path
  while (at.parentPath?.node.type === 'LabeledStatement') at = at.parentPath
  return at.node.start
}

function loopBody(node: Node): { at: number; end: number; empty: boolean } {
  const body = node['body'] as Node
  const block = body.type === 'BlockStatement'
  const at = block ? body.start + 1 : body.start
  const end = block ? body.end - 1 : body.end
  return { at, end, empty: at === end }
}

function wrapOf(node: Node): Wrap {
  if (node.type === 'SequenceExpression') return 'sequence'
  if (node.type === 'TypeCastExpression') return 'cast'
  return isAnonymous(node) ? 'anonymous' : 'plain'
}

/** Whether an assignment would name it, once the types around it are gone. */
function isAnonymous(node: Node): boolean {
  if (/^(?:TS(?:As|Satisfies|NonNull)Expression|TSTypeAssertion|ParenthesizedExpression)$/.test(node.type))
    return isAnonymous(node['expression'])
  return node.type === 'ArrowFunctionExpression' || (/^(?:Function|Class)Expression$/.test(node.type) && !node['id'])
}

function kindOf(node: Node): FunctionKind {
  if (node.type === 'ArrowFunctionExpression') return 'arrow'
  if (node['kind'] === 'get') return 'getter'
  if (node['kind'] === 'set') return 'setter'
  if (node['kind'] === 'constructor') return 'constructor'
  return node['kind'] === 'method' ? 'method' : 'function'
}

function placeOf(node: Node): { line: number; column: number } {
  const { line, column } = node.loc.start
  return { line, column: column + 1 }
}

/** The second function of a name is `name~2`, so that ids are unique within the file. */
function unique(state: FindState, name: string): string {
  const count = (state.names.get(name) ?? 0) + 1
  state.names.set(name, count)
  return count === 1 ? name : `${name}~${count}`
}

function skip(state: FindState, node: Node, name: string, reason: SkipReason): void {
  state.findings.skipped.push({ file: state.file, name, ...placeOf(node), reason })
}

const isUseStrict = (directive: Node): boolean => directive['value'].value === 'use strict'
