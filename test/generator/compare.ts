import ts from 'typescript'
import type { TransformOptions } from '../../packages/transform/src/index.ts'
import { transform } from '../../packages/transform/src/index.ts'
import { FLAVOURS } from './flavours.ts'
import type { Flavour, FlavourName } from './flavours.ts'
import type { Difference } from './judge.ts'
import { createJudge, normal } from './judge.ts'
import type { Condition, Kind, Platform, Shown, Text } from './platform.ts'
import type { Generated } from './program.ts'
import { generate } from './program.ts'

/** One program, in one kind of file. */
export interface Trial {
  choices: readonly number[]
  kind: Kind
  flavour: Flavour
  program: Generated
}

/** A program that behaves differently with probes, or of which something wrong was told. */
export interface Finding {
  trial: Trial
  condition: string
  /** The text that ran. */
  code: string
  what: string
  bare: readonly string[]
  traced: readonly string[]
}

/** A program that is ready to run. */
export interface Prepared {
  trial: Trial
  bare: Text
  /** What the author's tools make of it. */
  compiled: Text
  /** What it showed, bare. */
  shown: Shown
}

/** What ran, and how much of it. */
export interface Tally {
  programs: number
  /** Runs of a program, bare and instrumented. */
  runs: number
  /** Not programs at all, by the platform's own judgement. */
  invalid: number
  functions: number
  leftAlone: number
  /** Lines that the programs logged, bare. */
  lines: number
  /** Programs of each goal and flavour, and how they ran: `plain module`. */
  kinds: Record<string, number>
  /** Programs of each goal, see `Generated`. */
  goals: Record<Generated['goal'], number>
}

export const newTally = (): Tally => ({
  programs: 0,
  runs: 0,
  invalid: 0,
  functions: 0,
  leftAlone: 0,
  lines: 0,
  kinds: {},
  goals: { module: 0, strict: 0, sloppy: 0 },
})

/** Code, id, options -> code and how many functions it has, or nothing: the pass, or a test's broken one. */
export type Pass = (code: string, id: string, options: TransformOptions) => ReturnType<typeof transform>

export interface CompareOptions {
  platform: Platform
  tally: Tally
  pass?: Pass
}

const CONDITIONS: readonly Condition[] = ['absent', 'off', 'on', 'real']

export function trialOf(choices: readonly number[], index: number, name: FlavourName = 'plain'): Trial {
  const flavour = FLAVOURS[name]
  const program = generate(choices, flavour)
  const kinds: Kind[] = {
    module: ['module' as const],
    strict: ['script' as const, 'commonjs' as const, 'module' as const],
    sloppy: ['script' as const, 'commonjs' as const],
  }[program.goal]
  return { choices, flavour, program, kind: kinds[index % kinds.length] as Kind }
}

/** Runs programs bare and instrumented, in each form and condition, and gives those that are not the same. */
export async function compareAll(trials: readonly Trial[], options: CompareOptions): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const kind of ['script', 'commonjs', 'module'] as const) {
    const some = trials.filter((trial) => trial.kind === kind)
    if (some.length > 0) findings.push(...(await compareKind(kind, some, options)))
  }
  return findings
}

async function compareKind(kind: Kind, trials: readonly Trial[], options: CompareOptions): Promise<Finding[]> {
  const { platform, tally } = options
  const prepared = trials.map(prepare).filter((one) => one !== undefined)
  const shown = await platform.run({ kind, condition: 'absent', texts: prepared.map(({ compiled }) => compiled) })
  prepared.forEach((one, index) => (one.shown = shown[index] as Shown))
  const valid = prepared.filter((one) => !one.shown.log[0]?.startsWith('does not compile'))
  tally.programs += valid.length
  tally.runs += prepared.length
  tally.invalid += trials.length - valid.length
  for (const { trial, shown } of valid) {
    tally.lines += shown.log.length
    const name = `${trial.flavour.name} ${kind}`
    tally.kinds[name] = (tally.kinds[name] ?? 0) + 1
    tally.goals[trial.program.goal]++
  }
  return compareForms(kind, valid, options)
}

/** The text of a program among others: its number makes its names its own. Nothing where its tools refuse it. */
function prepare(trial: Trial, number: number): Prepared | undefined {
  const { program, flavour } = trial
  const id = `_${number}`
  const file = `p${number}.${flavour.extension}`
  const code = compile(() => flavour.before(program.text.replaceAll('§', id)))
  const compiled = code === undefined ? undefined : compile(() => flavour.after(code))
  if (code === undefined || compiled === undefined) return undefined
  return { trial, bare: { id, file, code }, compiled: { id, file, code: compiled }, shown: { log: [], told: [], open: [] } }
}

function compile(work: () => string): string | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

async function compareForms(kind: Kind, all: readonly Prepared[], options: CompareOptions): Promise<Finding[]> {
  const findings: Finding[] = []
  const judge = createJudge()
  for (const errors of ['finally', 'catch'] as const) {
    const texts = all.map((one) => instrument(one, kind, errors, options))
    for (const condition of CONDITIONS) {
      const shown = await options.platform.run({ kind, condition, texts })
      options.tally.runs += all.length
      for (const [index, one] of all.entries()) {
        const found = judge(one, shown[index] as Shown, condition)
        if (found && !(await isCompilers(one, found, kind, options)))
          findings.push({ trial: one.trial, condition: `errors ${errors}, probes ${condition}`, code: texts[index]?.code ?? '', ...found })
      }
    }
  }
  return findings
}

/** Whether the program does so as its author wrote it, and it is the compiler that changes it where nothing is instrumented. */
async function isCompilers(
  { trial, bare, shown }: Prepared,
  found: Difference,
  kind: Kind,
  { platform }: CompareOptions,
): Promise<boolean> {
  if (trial.flavour.lines || found.what !== 'behaves differently') return false
  const [written] = await platform.run({
    kind,
    condition: 'absent',
    texts: [{ ...bare, code: compile(() => withoutTypes(trial, bare.code)) ?? '' }],
  })
  const lines = normal({ trial, bare, shown, compiled: bare }, written?.log ?? [])
  return lines.toSorted().join('\n') === found.traced.toSorted().join('\n') || isAsWritten(lines, found)
}

/** Where the compiler changes other things as well: line by line, what differs is as the author wrote it. */
const isAsWritten = (written: readonly string[], { bare, traced }: Difference): boolean =>
  [written, bare].every(({ length }) => length === traced.length) && traced.every((line, i) => line === bare[i] || line === written[i])

function withoutTypes({ flavour }: Trial, code: string): string {
  if (!flavour.typescript) return code
  const compilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.Preserve,
    verbatimModuleSyntax: true,
    alwaysStrict: false,
  }
  return ts.transpileModule(code, { compilerOptions, transformers: { before: [() => untypedConstructors] } }).outputText
}

/** TypeScript itself leaves the type of what a constructor returns in the program, for there must be none. */
function untypedConstructors(file: ts.SourceFile): ts.SourceFile {
  const visit = (node: ts.Node): void => {
    if (ts.isConstructorDeclaration(node)) Object.assign(node, { type: undefined, typeParameters: undefined })
    ts.forEachChild(node, visit)
  }
  visit(file)
  return file
}

/** @throws where the author's tools refuse what they took before */
function instrument({ trial, bare }: Prepared, kind: Kind, errors: 'finally' | 'catch', { tally, pass = transform }: CompareOptions): Text {
  const result = pass(bare.code, bare.file, { sourceType: kind, errors })
  tally.functions += result?.sites.length ?? 0
  tally.leftAlone += result?.skipped.filter(({ reason }) => /^(?:block-conflict|with-statement)$/.test(reason)).length ?? 0
  return { ...bare, code: trial.flavour.after(result?.code ?? bare.code) }
}
