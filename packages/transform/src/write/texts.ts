import { FLAGS_PER_OBJECT, flagName } from '@spoor/shared'
import type { FunctionRecord, Point, Wrap } from '../find/records.ts'
import type { ResolvedTransformOptions } from '../options.ts'
import type { Names } from './names.ts'

/** A point -> the text that goes in there. */
export type TextOf = (point: Point) => string

type TextOptions = Pick<ResolvedTransformOptions, 'values' | 'errors'>
type Texts<Kind extends Point['kind']> = { [K in Kind]: (point: Point & { kind: K }) => string }

export function createTexts(names: Names, options: TextOptions): TextOf {
  const byDepth: Texts<Point['kind']>[] = []
  return (point) => {
    const { depth } = point.fn
    const texts = (byDepth[depth] ??= textsAt(pieces(depth, names, options)))
    return (texts[point.kind] as TextOf)(point)
  }
}

const textsAt = (p: Pieces): Texts<Point['kind']> => ({ ...bodyTexts(p), ...exitTexts(p), ...suspensionTexts(p), ...loopTexts(p) })

/** What texts are made of: names, and calls of probes behind the guard. Stands as $c, $v, ... in the shapes below. */
type Pieces = ReturnType<typeof pieces>

function pieces(depth: number, names: Names, { values, errors }: TextOptions) {
  const { call: c, value: v, temp: t, kept: w, error: z } = names.locals(depth)
  const exact = errors === 'catch' ? `}catch(${z}){${v}=${c};${c}&&${names.threwExact}(${c},${z});throw ${z}` : ''
  return {
    c,
    v,
    t,
    w,
    names,
    values,
    /** `}finally{$c&&$exit($c,$v)}`, in the exact form with a `catch` before it */
    leave: `${exact}}finally{${c}&&${names.exit}(${c},${v})}`,
    await: `${c}&&${names.pause}(${c},0)`,
    yield: `${c}&&${names.pause}(${c},1)`,
    delegate: `${c}&&${names.delegate}(${c})`,
    resume: `${c}&&${names.resume}(${c})`,
    /** At the start of a `finally`, which may or may not follow a suspension. */
    unwind: `${c}&&${names.resume}(${c},1)`,
  }
}

type BodyKind = 'head' | 'empty-body' | 'tail' | 'arrow-head' | 'arrow-tail'

/** function f(a) {x}  ->  function f(a) {HEAD try{x;$v=void 0}finally{$c&&$exit($c,$v)}} */
function bodyTexts(p: Pieces): Texts<BodyKind> {
  // var $c=typeof $f0<"u"&&$f0.s3&&$enter($f0.s3,[a,b]),$v=$c,$t;try{
  const head = (fn: FunctionRecord): string => {
    const flags = p.names.flags(Math.floor(fn.index / FLAGS_PER_OBJECT))
    const flag = `${flags}.${flagName(fn.index % FLAGS_PER_OBJECT)}`
    const call = `${p.names.enter}(${flag}${p.values ? `,${fn.args}` : ''})`
    return `var ${p.c}=typeof ${flags}<"u"&&${flag}&&${call},${p.v}=${p.c}${fn.usesTemp ? `,${p.t}` : ''};try{`
  }
  const tail = (fn: FunctionRecord): string => {
    if (!fn.fallsThrough) return p.leave
    return `;${p.v}=void 0${waits(fn) ? `;${p.await}` : ''}${p.leave}`
  }
  return {
    head: ({ fn, semicolon }) => `${semicolon ? ';' : ''}${head(fn)}`,
    'empty-body': ({ fn, semicolon }) => `${semicolon ? ';' : ''}${head(fn)}${tail(fn)}`,
    tail: ({ fn }) => tail(fn),
    // x => y  ->  x => {HEAD return $v=y}finally{…}}
    'arrow-head': ({ fn }) => `{${head(fn)}return `,
    'arrow-tail': () => `${p.leave}}`,
  }
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

function exitTexts({ c, v, t, w, names, ...p }: Pieces): Texts<ExitKind> {
  return {
    // return x  ->  return $v=x, or where a return waits: return ($v=x,$c&&$pause($c,0),$v)
    value: ({ fn, wrap }) => `${fn.pausesOnReturn ? '(' : ''}${v}=${OPEN[wrap]}`,
    'value-end': ({ fn, wrap }) => `${CLOSE[wrap]}${fn.pausesOnReturn ? `,${p.await},${v})` : ''}`,
    // return  ->  return $v=void 0
    'return-nothing': () => ` ${v}=void 0`,
    // return  ->  {$v=void 0;$c&&$pause($c,0);return}   in an async generator, where `return void 0` may wait longer
    'bare-return': () => `{${v}=void 0;${p.await};`,
    'bare-return-end': () => '}',
    // yield⏎[1]  ->  (…);⏎[1]
    separator: () => ';',
    // throw x  ->  throw ($t=x,$c&&$threw($c,$t),$t)
    throw: ({ wrap }) => `(${t}=${OPEN[wrap]}`,
    // Where resources are awaited on the way out, also ,$c&&$pause($c,0); a catch or finally in between takes the call back.
    'throw-end': ({ fn, wrap }) => `${CLOSE[wrap]},${c}&&${names.threw}(${c},${t})${waits(fn) ? `,${p.await}` : ''},${t})`,
    // catch (e) {  ->  catch (e) {$c&&$caught($c,e);
    caught: ({ name }) => `${c}&&${names.caught}(${c}${name ? `,${name}` : ''});`,
    // finally {x}  ->  finally {$c&&$resume($c,1);let $w=$v;$v=$c;x;$v=$w}: what x throws is no return
    finalizer: ({ resumes, empty }) => `${resumes ? `${p.unwind};` : ''}${empty ? '' : `let ${w}=${v};${v}=${c};`}`,
    'finalizer-end': () => `;${v}=${w}`,
  }
}

type SuspensionKind = 'suspend' | 'operand' | 'operand-end' | 'resumed' | 'yield-nothing'

/** await x  ->  ($t=await ($t=x,$c&&$pause($c,0),$t),$c&&$resume($c),$t) */
function suspensionTexts({ t, ...p }: Pieces): Texts<SuspensionKind> {
  return {
    suspend: ({ semicolon }) => `${semicolon ? ';' : ''}(${t}=`,
    operand: ({ wrap }) => `(${t}=${OPEN[wrap]}`,
    'operand-end': ({ how, wrap }) => `${CLOSE[wrap]},${p[how]},${t})`,
    resumed: () => `,${p.resume},${t})`,
    // yield  ->  ($t=yield ($c&&$pause($c,1),void 0),$c&&$resume($c),$t)
    'yield-nothing': () => ` (${p.yield},void 0),${p.resume},${t})`,
  }
}

type LoopKind = 'loop' | 'loop-body' | 'loop-body-end' | 'loop-body-empty' | 'loop-end'

/** See `enterLoop`. Where a labelled jump may leave the loop for another, {try{for await …}finally{$c&&$resume($c,1)}} */
function loopTexts(p: Pieces): Texts<LoopKind> {
  return {
    loop: ({ jumps }) => (jumps ? '{try{' : '{'),
    'loop-body': () => `{${p.resume};try{`,
    'loop-body-end': () => `}finally{${p.await}}}`,
    'loop-body-empty': () => `${p.resume};${p.await}`,
    'loop-end': ({ jumps }) => (jumps ? `}finally{${p.unwind}}}` : `${p.resume}}`),
  }
}

/** Whether it may be suspended after its last statement, for resources that are disposed of: `await using`. */
const waits = (fn: FunctionRecord): boolean => fn.pausesOnReturn && !fn.site.generator

const OPEN: Record<Wrap, string> = { plain: '', sequence: '(', anonymous: '(0,', cast: '(0,(' }
const CLOSE: Record<Wrap, string> = { plain: '', sequence: ')', anonymous: ')', cast: '))' }
