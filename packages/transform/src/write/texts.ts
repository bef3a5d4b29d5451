import { FLAGS_PER_OBJECT, flagName } from '@spoor/shared'
import type { FunctionRecord, Point, Wrap } from '../find/records.ts'
import type { ResolvedTransformOptions } from '../options.ts'
import type { Names } from './names.ts'

/** A point -> the text that goes in there. */
export type TextOf = (point: Point) => string

type TextOptions = Pick<ResolvedTransformOptions, 'values' | 'errors'>

export function createTexts(names: Names, options: TextOptions): TextOf {
  const byDepth: TextOf[] = []
  return (point) => (byDepth[point.fn.depth] ??= textsAt(point.fn.depth, names, options))(point)
}

/** Shapes, with the names shortened ($c the call, $v the value, $t the temporary), stand above each kind. */
function textsAt(depth: number, names: Names, { values, errors }: TextOptions): TextOf {
  const { call: c, value: v, temp: t, kept: w, error: z } = names.locals(depth)

  // var $c=typeof $f0<"u"&&$f0.s3&&$enter($f0.s3,[a,b]),$v=$c,$t;try{
  const head = (fn: FunctionRecord): string => {
    const flags = names.flags(Math.floor(fn.index / FLAGS_PER_OBJECT))
    const flag = `${flags}.${flagName(fn.index % FLAGS_PER_OBJECT)}`
    const args = values ? `,${fn.args}` : ''
    return `var ${c}=typeof ${flags}<"u"&&${flag}&&${names.enter}(${flag}${args}),${v}=${c}${fn.usesTemp ? `,${t}` : ''};try{`
  }
  // ;$v=void 0}finally{$c&&$exit($c,$v)}
  const exact = errors === 'catch' ? `}catch(${z}){${v}=${c};${c}&&${names.threwExact}(${c},${z});throw ${z}` : ''
  const leave = `${exact}}finally{${c}&&${names.exit}(${c},${v})}`
  const pause = { await: `${names.pause}(${c},0)`, yield: `${names.pause}(${c},1)`, delegate: `${names.delegate}(${c})` }
  const tail = (fn: FunctionRecord): string => {
    if (!fn.fallsThrough) return leave
    return `;${v}=void 0${fn.pausesOnReturn && !fn.site.generator ? `;${c}&&${pause.await}` : ''}${leave}`
  }
  const resumed = `${c}&&${names.resume}(${c})`

  return (point) => {
    const { fn } = point
    switch (point.kind) {
      case 'head':
        return `${point.semicolon ? ';' : ''}${head(fn)}`
      case 'empty-body':
        return `${point.semicolon ? ';' : ''}${head(fn)}${tail(fn)}`
      case 'tail':
        return tail(fn)
      // x => y  ->  x => {var …;try{return $v=y}finally{…}}
      case 'arrow-head':
        return `{${head(fn)}return `
      case 'arrow-tail':
        return `${leave}}`
      // return x  ->  return $v=x, or where a return waits: return ($v=x,$c&&$pause($c,0),$v)
      case 'value':
        return `${fn.pausesOnReturn ? '(' : ''}${v}=${open(point.wrap)}`
      case 'value-end':
        return `${close(point.wrap)}${fn.pausesOnReturn ? `,${c}&&${pause.await},${v})` : ''}`
      // return  ->  return $v=void 0
      case 'return-nothing':
        return ` ${v}=void 0`
      // return  ->  {$v=void 0;$c&&$pause($c,0);return}   in an async generator, where `return void 0` may wait longer
      case 'bare-return':
        return `{${v}=void 0;${c}&&${pause.await};`
      case 'bare-return-end':
        return '}'
      // yield⏎[1]  ->  (…);⏎[1]
      case 'separator':
        return ';'
      case 'throw':
        return `(${t}=${open(point.wrap)}`
      // Where resources are awaited on the way out, also ,$c&&$pause($c,0); a catch or finally in between takes the call back.
      case 'throw-end':
        return `${close(point.wrap)},${c}&&${names.threw}(${c},${t})${fn.pausesOnReturn && !fn.site.generator ? `,${c}&&${pause.await}` : ''},${t})`
      case 'suspend':
        return `${point.semicolon ? ';' : ''}(${t}=`
      case 'operand':
        return `(${t}=${open(point.wrap)}`
      case 'operand-end':
        return `${close(point.wrap)},${c}&&${pause[point.how]},${t})`
      case 'resumed':
        return `,${resumed},${t})`
      // yield  ->  ($t=yield ($c&&$pause($c,1),void 0),$c&&$resume($c),$t)
      case 'yield-nothing':
        return ` (${c}&&${pause.yield},void 0),${resumed},${t})`
      case 'caught':
        return `${c}&&${names.caught}(${c}${point.name ? `,${point.name}` : ''});`
      // finally {x}  ->  finally {let $w=$v;$v=$c;x;$v=$w}: what x throws is no return
      case 'finalizer':
        return `${point.resumes ? `${c}&&${names.resume}(${c},1);` : ''}${point.empty ? '' : `let ${w}=${v};${v}=${c};`}`
      case 'finalizer-end':
        return `;${v}=${w}`
      // Where a labelled jump may leave the loop for another, {try{for await …}finally{$c&&$resume($c,1)}}
      case 'loop':
        return point.jumps ? '{try{' : '{'
      case 'loop-body':
        return `{${resumed};try{`
      case 'loop-body-end':
        return `}finally{${c}&&${pause.await}}}`
      case 'loop-body-empty':
        return `${resumed};${c}&&${pause.await}`
      case 'loop-end':
        return point.jumps ? `}finally{${c}&&${names.resume}(${c},1)}}` : `${resumed}}`
    }
  }
}

const OPEN: Record<Wrap, string> = { plain: '', sequence: '(', anonymous: '(0,', cast: '(0,(' }
const CLOSE: Record<Wrap, string> = { plain: '', sequence: ')', anonymous: ')', cast: '))' }
const open = (wrap: Wrap): string => OPEN[wrap]
const close = (wrap: Wrap): string => CLOSE[wrap]
