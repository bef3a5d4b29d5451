import { encodeSite, FLAGS_PER_OBJECT, MARK, RUNTIME_SLOT } from '@spoor/shared'
import type { Findings, FunctionRecord } from '../find/records.ts'
import type { ResolvedTransformOptions, SourceType } from '../options.ts'
import type { Edit } from './insert.ts'
import type { Names, Probe } from './names.ts'
import { PROBES } from './names.ts'

export type FileKind = Exclude<SourceType, 'unambiguous'>

/** What stands before the program's first statement: where the probes come from, and the table of sites. */
export function prologue(kind: FileKind, findings: Findings, names: Names, options: ResolvedTransformOptions): string {
  const { functions } = findings
  const used = usedProbes(findings, options)
  const state = options.state === 'on' ? 1 : 0
  const file = quote(functions[0]?.site.file)
  const imported = isImported(kind, options)
  const flags = groups(functions).map((group, index) => {
    const table = quote(tableOf(group))
    // Asked for later, for in an import cycle it may not be there yet. Once is enough.
    const untracked = index === 0 && findings.untrack !== undefined && imported ? `()=>${names.untrack}` : undefined
    const limits = index === 0 && options.limits ? quote(options.limits) : undefined
    const more = limits ? `,${untracked ?? 0},${limits}` : untracked ? `,${untracked}` : ''
    return (register: string) => `${names.flags(index)}=${register}(${JSON.stringify(MARK)},${file},${state},${table}${more})`
  })
  if (imported) {
    // Nothing but the functions uses the flags: without them, all of it can go.
    const imports = used.map((probe) => `${probe} as ${names[probe]}`).join(',')
    const pure = flags.map((flag) => flag(names.register).replace('=', '=/*#__PURE__*/'))
    return `import{${imports}}from${JSON.stringify(options.runtime)};var ${pure.join(',')};`
  }
  const m = names.runtime
  const locals = used.filter((probe) => probe !== 'register').map((probe) => `${names[probe]}=${m}&&${m}.${probe}`)
  return `${load(kind, m, options.runtime)}var ${[...locals, ...flags.map((flag) => flag(`${m}&&${m}.register`))].join(',')};`
}

/** import { createSignal } from 'solid-js'  ->  import { createSignal } from 'solid-js';import{untrack as $u}from"solid-js"; */
export function untrackImport(kind: FileKind, { untrack }: Findings, names: Names, options: ResolvedTransformOptions): Edit[] {
  if (untrack === undefined || !isImported(kind, options)) return []
  return [{ at: untrack, until: untrack, text: `;import{untrack as ${names.untrack}}from"solid-js";`, leads: -1 }]
}

/** Whether the probes are imported by name, and so may be what else is needed. */
const isImported = (kind: FileKind, { runtime }: ResolvedTransformOptions): boolean => kind === 'module' && runtime !== false

function tableOf(functions: readonly FunctionRecord[]): (string | number)[] {
  const table: (string | number)[] = []
  for (const fn of functions) table.push(...encodeSite(fn.site))
  return table
}

/** As JSON, which leaves two of the four line breaks of JavaScript as they are. */
function quote(value: unknown): string {
  const text = JSON.stringify(value)
  return BREAKS.test(text) ? text.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029') : text
}
const BREAKS = /[\u2028\u2029]/

/** The runtime or nothing in a variable: a file that cannot have it runs as it did. */
function load(kind: FileKind, m: string, runtime: string | false): string {
  const required = kind === 'commonjs' && runtime !== false
  // Programs declare a `Symbol` of their own, which their first statements do not see yet, or take that of all away.
  const found = required ? `require(${JSON.stringify(runtime)})` : `globalThis[globalThis.Symbol.for(${JSON.stringify(RUNTIME_SLOT)})]`
  // A declaration, so that a script of nothing but declarations still ends with no value.
  return `try{var ${m}=${found}}catch(e){}`
}

function usedProbes({ points }: Findings, { errors }: ResolvedTransformOptions): Probe[] {
  const used = new Set<Probe>(['register', 'enter', 'exit'])
  if (errors === 'catch') used.add('threwExact')
  for (const point of points) {
    if (point.fn.pausesOnReturn || point.kind.startsWith('loop')) used.add('pause').add('resume')
    if (point.kind.startsWith('loop')) used.add('delegate')
    if (point.kind === 'operand-end') used.add(point.how === 'delegate' || point.how === 'iterate' ? 'delegate' : 'pause')
    if (point.kind === 'yield-nothing') used.add('pause')
    if (point.kind === 'resumed' || point.kind === 'yield-nothing' || (point.kind === 'finalizer' && point.resumes)) used.add('resume')
    if (point.kind === 'throw-end') used.add('threw')
    if (point.kind === 'caught') used.add('caught')
  }
  return PROBES.filter((probe) => used.has(probe))
}

function groups(functions: readonly FunctionRecord[]): FunctionRecord[][] {
  const count = Math.ceil(functions.length / FLAGS_PER_OBJECT)
  return Array.from({ length: count }, (_, group) => functions.slice(group * FLAGS_PER_OBJECT, (group + 1) * FLAGS_PER_OBJECT))
}
