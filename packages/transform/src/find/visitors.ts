import type { Node, Path } from '../node.ts'
import { startWithAnnotation } from './annotations.ts'
import { enterFunction, exitFunction } from './functions.ts'
import { enterLoop, exitLoop } from './loops.ts'
import { ownName, qualify } from './names.ts'
import type { FunctionRecord } from './records.ts'
import type { FindState, Frame } from './state.ts'
import { functionAt, placeOf, pop, push, recordAt, skip } from './state.ts'
import { resume, suspend } from './suspensions.ts'
import { enterUsing } from './using.ts'
import { closeValue, openValue } from './values.ts'
import type { Visitors } from './walk.ts'
import { wrapOf } from './wrap.ts'

/** The deciding part: which functions get a probe and where its pieces go. Sees the tree, never changes it or the text. */
export const visitors: Visitors<FindState> = {
  Function: { enter: enterFunction, exit: exitFunction },

  Class: {
    enter(path, state) {
      const { node } = path
      push(state, { name: qualify(state.top.name, ownName(path)), strict: true, inside: (node['body'] as Node).start, isClass: true })
    },
    exit: (_path, state) => pop(state),
  },

  TSModuleDeclaration: {
    enter: ({ node }, state) => push(state, { ...state.top, name: qualify(state.top.name, namespaceName(node['id'])), inside: node.start }),
    exit: (_path, state) => pop(state),
  },

  // A frame of its own: in a parameter's default it sees none of the names in the body.
  StaticBlock: {
    enter({ node }, state) {
      const fn = { node, async: false, generator: false, usesArguments: false, hasWith: false, record: undefined, head: undefined }
      skip(state, placeOf(node), `${state.top.name}.static`, 'static-block')
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
      else if (argument) openValue(argument, fn, state)
      else state.findings.points.push({ at: node.start + 'return'.length, side: 'close', fn, kind: 'return-nothing' })
    },
    exit(path, state) {
      const { node } = path
      const fn = recordAt(state, node)
      const argument = node['argument'] as Node | null
      if (fn && argument) closeValue(argument, fn, state)
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
      const at = startWithAnnotation(node['argument'], state.code)
      state.findings.points.push({ at, side: 'open', fn, kind: 'throw', wrap: wrapOf(node['argument']) })
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

  // Every name in it may be the object's: nothing of ours goes in, nor into the function around it.
  WithStatement: {
    enter({ node }, state) {
      const around = functionAt(state, node.start)
      if (around) around.hasWith = true
      state.withs++
    },
    exit: (_path, state) => void state.withs--,
  },

  // for await (const x of y) z
  ForOfStatement: { enter: enterLoop, exit: exitLoop },

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
    enter(path, state) {
      const fn = path.node['kind'] === 'await using' ? recordAt(state, path.node) : undefined
      if (fn) enterUsing(path, state, fn)
    },
    exit: separate,
  },
}

/** The first characters of a statement that would join the line above, were that to end in a parenthesis of ours. */
const JOINS = /\s*[([`+\-/<]/y

/** `yield⏎[1]`, `throw i++⏎(x)`: two statements as long as nothing that can be called or indexed stands before the break. */
function separate({ node, key }: Path, state: FindState): void {
  const { points } = state.findings
  const last = points[points.length - 1]
  if (last?.at !== node.end || /^(?:head|arrow-tail|bare-return-end)$/.test(last.kind) || key === 'init' || key === 'left') return
  JOINS.lastIndex = node.end
  if (JOINS.test(state.code)) points.push({ at: node.end, side: 'close', fn: last.fn, kind: 'separator' })
}

const isEmpty = (block: Node): boolean => block.end - block.start === 2

/** An async generator: what it returns it awaits, but nothing, which some engines do and others do not. */
const isStream = ({ site }: FunctionRecord): boolean => site.async && site.generator

/** `namespace A.B`: one declaration within another in Babel 7, one with a dotted name in Babel 8. A module's is a text. */
const namespaceName = (id: Node): string =>
  id.type === 'TSQualifiedName' ? `${namespaceName(id['left'])}.${id['right'].name}` : (id['name'] ?? id['value'] ?? '')
