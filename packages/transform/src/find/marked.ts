import type { Site } from '@spoor/shared'
import { readMark, readTable } from '../marks.ts'
import type { Authored } from '../marks.ts'
import type { Node } from '../node.ts'
import { startWithAnnotation } from './annotations.ts'
import type { Findings, FunctionRecord } from './records.ts'
import { describeParams } from './params.ts'
import type { FindState } from './state.ts'

/** function f() {x}  ->  function f() {MARK x};   a => x  ->  a => {MARK return x} */
export function markBody(node: Node, { code, findings }: FindState, fn: FunctionRecord): void {
  const body = node['body'] as Node
  if (body.type === 'BlockStatement') {
    const at = (body['directives'] as Node[]).at(-1)?.end ?? body.start + 1
    findings.points.push({ at, side: 'open', fn, kind: 'mark', semicolon: at > body.start + 1 && code[at - 1] !== ';' })
  } else {
    findings.points.push({ at: body.extra?.parenStart ?? startWithAnnotation(body, code), side: 'open', fn, kind: 'arrow-mark' })
    findings.points.push({ at: node.end, side: 'close', fn, kind: 'arrow-mark-end' })
  }
}

/**
 * What the author's parameters are called, and how to read them: a compiler may have given them other names, and put its own in front. Where
 * it made something else of them they are called as it did.
 */
export function authorsParams({ params }: Site | Omit<Site, 'id'>, node: Node): { params: string[]; args: string } {
  const made = describeParams(node['params'])
  const places = params.length === made.labels.length ? params.keys() : params.map((label) => made.labels.indexOf(label))
  const values = [...places].map((at) => made.values[at])
  if (values.includes(undefined)) return { params: made.labels, args: made.expression }
  return { params, args: `[${values.join(',')}]` }
}

/** The author's functions, as an earlier run left them at the head of the file; that goes. */
export function takeTable(ast: Node, file: string, findings: Findings): Authored {
  return take(ast['program'] as Node, (text) => readTable(file, text), findings) ?? new Map()
}

/** Which of the author's functions one is, by its mark; that goes. `undefined`: none, or one that was left alone. */
export function takeMark({ body }: Node, authored: Authored, findings: Findings): Omit<Site, 'id'> | undefined {
  return take(body as Node, (text) => authored.get(readMark(text) ?? ''), findings)
}

/** Directives, and strings that no longer are: compilers put imports in front of a file, and variables in front of a body. */
function take<T>({ directives = [], body }: Node, read: (text: string) => T | undefined, { cuts }: Findings): T | undefined {
  for (const node of [...(directives as Node[]), ...(Array.isArray(body) ? (body as Node[]) : [])]) {
    const text = (node['value'] ?? node['expression'])?.value as unknown
    const found = typeof text === 'string' ? read(text) : undefined
    if (found === undefined) continue
    cuts.push({ from: node.start, to: node.end })
    return found
  }
  return undefined
}
