import { FLAGS_PER_OBJECT, flagName } from '@spoor/shared'
import type { FunctionRecord, Point, Wrap } from '../find/records.ts'
import type { ResolvedTransformOptions } from '../options.ts'
import { markOf } from '../marks.ts'
import type { Names } from './names.ts'

/** A point -> the text that goes in there. */
export type TextOf = (point: Point) => string

type TextOptions = Pick<ResolvedTransformOptions, 'values' | 'errors'>
type Texts<Kind extends Point['kind']> = { [K in Kind]: (point: Point & { kind: K }, pieces: Pieces) => string }

export function createTexts(names: Names, options: TextOptions): TextOf {
  const byDepth: Pieces[] = []
  return (point) => {
    const { depth } = point.fn
    const textOf = TEXTS[point.kind] as (point: Point, pieces: Pieces) => string
    return textOf(point, (byDepth[depth] ??= piecesAt(depth, names, options)))
  }
}

/** What texts are made of: names, and calls of probes behind the guard. Stands as $c, $v, ... in the shapes below. */
type Pieces = ReturnType<typeof piecesAt>

function piecesAt(depth: number, names: Names, { values, errors }: TextOptions) {
  const { call: c, number: n, value: v, temp: t, kept: w, error: z } = names.locals(depth)
  const exact = errors === 'catch' ? `}catch(${z}){${v}=${c};${c}&&${names.threwExact}(${c},${z});throw ${z}` : ''
  return {
    c,
    n,
    v,
    t,
    w,
    z,
    exact,
    names,
    values,
    /** `}finally{$c&&$exit($c,$v)`, in the exact form with a `catch` before it */
    exit: `${exact}}finally{${c}&&${names.exit}(${c},${v})`,
    await: `${c}&&${names.pause}(${c},0)`,
    yield: `${c}&&${names.pause}(${c},1)`,
    delegate: `${c}&&${names.delegate}(${c},${t})`,
    /** Where what is delegated to is in none of our names. */
    delegateUnknown: `${c}&&${names.delegate}(${c})`,
    iterate: `${c}&&${names.delegate}(${c},${t},1)`,
    /** Between two turns of a loop: what it asks for the next is no new generator. */
    turn: `${c}&&${names.delegate}(${c},0,1)`,
    resume: `${c}&&${names.resume}(${c})`,
    /** At the start of a `finally`, which may or may not follow a suspension. */
    unwind: `${c}&&${names.resume}(${c},1)`,
  }
}

/**
 * var $c=typeof $f0=="object"&&$f0.s3&&$enter($f0.s3,[a,b]),$v=$c,$t;try{
 * By a type's whole name V8 asks for the type itself; with `<"u"` it makes a string of it and compares, each time. An assignment to $c
 * in here would be shorter, and V8 would call nameless functions around it `$c` in stack traces.
 */
function head(fn: FunctionRecord, p: Pieces): string {
  const flags = p.names.flags(Math.floor(fn.index / FLAGS_PER_OBJECT))
  const flag = `${flags}.${flagName(fn.index % FLAGS_PER_OBJECT)}`
  const call = `${p.names.enter}(${flag}${p.values ? `,${fn.args}` : ''}${creator(fn, p)})`
  const number = fn.creates ? `,${p.n}=${p.c}&&${p.c}.seq` : ''
  return `var ${p.c}=typeof ${flags}=="object"&&${flag}&&${call},${p.v}=${p.c}${number}${fn.usesTemp ? `,${p.t}` : ''};try{`
}

/** Of the call that made the function: `typeof`, for its text may be run where that is not in scope. */
function creator({ creator: by }: FunctionRecord, { names, values }: Pieces): string {
  if (!by || by.dropped) return ''
  const { number } = names.locals(by.depth)
  return `${values ? '' : ',0'},typeof ${number}<"u"&&${number}`
}

/** ;$v=void 0}finally{$c&&$exit($c,$v)} */
function tail(fn: FunctionRecord, p: Pieces): string {
  if (!fn.fallsThrough) return leave(fn, p)
  return `;${p.v}=void 0${waits(fn) ? `;${p.await}` : ''}${leave(fn, p)}`
}

/**
 * Returning nothing without a `this` is an error, which comes behind the `finally`:
 * }finally{if($c){try{$v===void 0&&this}catch($z){$v=$c}$exit($c,$v)}}
 */
const leaveDerived = ({ exact, c, v, z, names }: Pieces): string =>
  `${exact}}finally{if(${c}){try{${v}===void 0&&this}catch(${z}){${v}=${c}}${names.exit}(${c},${v})}`

/** }finally{$c&&$exit($c,$v)}   and ;$v=0 before the last brace, where the value would be kept alive */
const leave = (fn: FunctionRecord, p: Pieces): string => `${fn.derived ? leaveDerived(p) : p.exit}${fn.holdsValue ? `;${p.v}=0` : ''}}`

type BodyKind = 'head' | 'empty-body' | 'tail' | 'arrow-head' | 'line' | 'arrow-tail'

/** function f(a) {x}  ->  function f(a) {HEAD try{x;$v=void 0}finally{$c&&$exit($c,$v)}} */
const BODY: Texts<BodyKind> = {
  head: ({ fn, semicolon }, p) => `${semicolon ? ';' : ''}${head(fn, p)}`,
  'empty-body': ({ fn, semicolon }, p) => `${semicolon ? ';' : ''}${head(fn, p)}${tail(fn, p)}`,
  tail: ({ fn }, p) => tail(fn, p),
  // x => y  ->  x => {HEAD return $v=y}finally{…}}
  'arrow-head': ({ fn }, p) => `{${head(fn, p)}return `,
  // x => (⏎y)  ->  x => {HEAD return (⏎$v===0,$v=y)}finally{…}}: whose line V8 gives as that of an error, and not that of the return
  line: (_point, { v }) => `${v}===0,`,
  'arrow-tail': ({ fn }, p) => `${leave(fn, p)}}`,
}

type ExitKind =
  | 'value'
  | 'value-end'
  | 'return-nothing'
  | 'bare-return'
  | 'bare-return-end'
  | 'separator'
  | 'throw'
  | 'throw-end'
  | 'caught'
  | 'finalizer'
  | 'finalizer-end'

const EXITS: Texts<ExitKind> = {
  // return x  ->  return $v=x, or where a return waits: return ($v=x,$c&&$pause($c,0),$v)
  value: ({ fn, wrap }, { v }) => `${fn.pausesOnReturn ? '(' : ''}${wrap === 'held' ? `(x=>${v}=x)((` : `${v}=${OPEN[wrap]}`}`,
  'value-end': ({ fn, wrap }, p) => `${CLOSE[wrap]}${fn.pausesOnReturn ? `,${p.await},${p.v})` : ''}`,
  // return  ->  return $v=void 0
  'return-nothing': (_point, { v }) => ` ${v}=void 0`,
  // return  ->  {$v=void 0;$c&&$pause($c,0);return}   in an async generator, where `return void 0` may wait longer
  'bare-return': (_point, p) => `{${p.v}=void 0;${p.await};`,
  'bare-return-end': () => '}',
  // yield⏎[1]  ->  (…);⏎[1]
  separator: () => ';',
  // throw x  ->  throw ($t=x,$c&&$threw($c,$t),$t)
  throw: ({ wrap }, { t }) => `(${t}=${OPEN[wrap]}`,
  // Where resources are awaited on the way out, also ,$c&&$pause($c,0); a catch or finally in between takes the call back.
  'throw-end': ({ fn, wrap }, p) => `${CLOSE[wrap]},${p.c}&&${p.names.threw}(${p.c},${p.t})${waits(fn) ? `,${p.await}` : ''},${p.t})`,
  // catch (e) {  ->  catch (e) {$c&&$caught($c,e);
  caught: ({ name }, { c, names }) => `${c}&&${names.caught}(${c}${name ? `,${name}` : ''});`,
  // finally {x}  ->  finally {$c&&$resume($c,1);let $w=$v;$v=$c;x;$v=$w}: what x throws is no return
  finalizer: ({ resumes, empty }, { c, v, w, unwind }) => `${resumes ? `${unwind};` : ''}${empty ? '' : `let ${w}=${v};${v}=${c};`}`,
  'finalizer-end': (_point, { v, w }) => `;${v}=${w}`,
}

type SuspensionKind = 'suspend' | 'operand' | 'operand-end' | 'resumed' | 'yield-nothing'

/**
 * await x  ->  ($t=await ($t=x,$c&&$pause($c,0),$t),$c&&$resume($c),$t)
 * or, where nothing may be assigned, (x=>x)?.(await (x=>x)((x),$c&&$pause($c,0)),$c&&$resume($c)), which V8 in its errors calls what it
 * calls an `await`
 */
const SUSPENSIONS: Texts<SuspensionKind> = {
  suspend: ({ semicolon, called }, { t }) => `${semicolon ? ';' : ''}(${called ? 'x=>x)?.(' : `${t}=`}`,
  operand: ({ wrap, called }, { t }) => (called ? '(x=>x)((' : `(${t}=${OPEN[wrap]}`),
  'operand-end': ({ how, wrap, called }, p) =>
    called ? `),${how === 'delegate' ? p.delegateUnknown : p[how]})` : `${CLOSE[wrap]},${p[how]},${p.t})`,
  resumed: ({ called }, { resume, t }) => `,${resume}${called ? '' : `,${t}`})`,
  // yield  ->  ($t=yield ($c&&$pause($c,1),void 0),$c&&$resume($c),$t)
  'yield-nothing': ({ called }, p) => ` (${p.yield},void 0),${p.resume}${called ? '' : `,${p.t}`})`,
}

/** Stays suspended where it returns: other resources may be let go of yet. */
const USING: Texts<'using' | 'using-end' | 'jump' | 'jump-end'> = {
  using: () => 'try{',
  // break  ->  {$c&&$pause($c,0);break}
  jump: (_point, p) => `{${p.await};`,
  'jump-end': () => '}',
  'using-end': (_point, p) => `;${p.await}}finally{${p.c}&&${p.v}===${p.c}&&${p.names.resume}(${p.c})}`,
}

type LoopKind = 'loop' | 'loop-body' | 'loop-body-end' | 'loop-body-empty' | 'loop-end'

/** See `enterLoop`. Where a labelled jump may leave the loop for another, {try{for await …}finally{$c&&$resume($c,1)}} */
const LOOPS: Texts<LoopKind> = {
  // TypeScript would take the brace for the body of a function that is only declared on the line before.
  loop: ({ jumps, semicolon }) => `${semicolon ? ';' : ''}{${jumps ? 'try{' : ''}`,
  'loop-body': (_point, { resume }) => `{${resume};try{`,
  'loop-body-end': (_point, p) => `}finally{${p.turn}}}`,
  'loop-body-empty': (_point, p) => `${p.resume};${p.turn}`,
  'loop-end': ({ jumps }, { unwind, resume }) => (jumps ? `}finally{${unwind}}}` : `${resume}}`),
}

/** For a run of the pass behind a compiler, see `mark`. */
const MARKS: Texts<'mark' | 'arrow-mark' | 'arrow-mark-end'> = {
  mark: ({ fn, semicolon }) => `${semicolon ? ';' : ''}${markOf(fn.site)}`,
  'arrow-mark': ({ fn }) => `{${markOf(fn.site)}return `,
  'arrow-mark-end': () => '}',
}

const TEXTS: Texts<Point['kind']> = { ...BODY, ...EXITS, ...SUSPENSIONS, ...LOOPS, ...USING, ...MARKS }

/** Whether it may be suspended after its last statement, for resources that are disposed of: `await using`. */
const waits = (fn: FunctionRecord): boolean => fn.pausesOnReturn && !fn.site.generator

const OPEN: Record<Wrap, string> = { plain: '', sequence: '(', cast: '(0,(', nameless: '(x=>x)((', held: '(x=>x)((' }
const CLOSE: Record<Wrap, string> = { plain: '', sequence: ')', cast: '))', nameless: '))', held: '))' }
