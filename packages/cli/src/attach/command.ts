import type { ChangeOrder, ControlLimits, Program } from '@spoor/shared'
import { InvalidArgumentError, Option } from 'commander'
import type { Command } from 'commander'
import { Failure } from '../failure.ts'
import { selectorOption, wholeNumber } from '../options.ts'
import { attachTo, AttachError, devServerAt } from './client.ts'
import { askWhich, choices, serverOfOurs, targetsIn } from './choose.ts'
import type { Choice, Found } from './choose.ts'
import type { Attached } from './client.ts'
import { asJson } from '../show/json.ts'
import { follow } from './follow.ts'
import { UnsafeFolder } from './folder.ts'
import { showAnswers, showChoices, showPrograms } from './show.ts'
import type { Answered } from './show.ts'

export interface AttachFlags {
  url?: string
  pid?: number
  program?: string[]
  on?: string[]
  off?: string[]
  max?: number
  duration?: number
  limit?: ControlLimits
  mark?: string
  clear?: boolean
  watch?: boolean
  json?: boolean
}

export function addAttach(program: Command, done: (code: number) => void): void {
  program
    .command('attach')
    .summary('watch and steer programs while they run')
    .description(ATTACH)
    .option('--url <address>', 'a dev server, by the address that it prints: `http://localhost:5173/`; also one of another user')
    .addOption(
      new Option('--pid <number>', 'a Node process that runs with SPOOR_CONTROL=1, or a dev server')
        .argParser((text) => wholeNumber(text))
        .conflicts('url'),
    )
    .addOption(new Option('--program <which...>', 'only these: ids, or pages, workers, server, processes (default: all)'))
    .addOption(selectorOption('--on <selectors>', 'functions to switch on'))
    .addOption(selectorOption('--off <selectors>', 'functions to switch off, before others are switched on'))
    .addOption(new Option('--max <calls>', 'with --on: each switches itself off after so many').argParser((text) => wholeNumber(text)))
    .addOption(new Option('--duration <ms>', 'leave out calls that took less').argParser(milliseconds))
    .addOption(new Option('--limit <name=number>', 'how much is sent: `perSecond=1000`; several times').argParser(limit))
    .option('--mark <name>', 'leave a note among the events')
    .option('--clear', 'forget what happened so far')
    .option('--watch', 'print calls as they end, until ^C')
    .option('--json', 'print JSON; with --watch the lines of a recording, which the other commands read')
    .action(async (flags: AttachFlags) => done(await runAttach(flags)))
}

const ATTACH = [
  'Without anything to do, lists the programs that are there. Without --url and --pid, the one dev server or Node process of yours that listens; of several, it asks which.',
  'Exit code: 0 done, 1 a program did not do it, or a selector matched none of its functions, 2 there is nobody to talk to.',
].join(' ')

function milliseconds(text: string): number {
  const number = Number(text)
  if (!text.trim() || !(number >= 0)) throw new InvalidArgumentError('Give milliseconds, from 0.')
  return number
}

const LIMITS = ['first', 'last', 'perSecond', 'rate', 'depth', 'duration', 'queue']

function limit(text: string, before: ControlLimits = {}): ControlLimits {
  const [name = '', number = ''] = text.split('=')
  if (!LIMITS.includes(name)) throw new InvalidArgumentError(`"${name}" is none of ${LIMITS.join(', ')}.`)
  return { ...before, [name]: milliseconds(number) }
}

async function runAttach(flags: AttachFlags): Promise<number> {
  if (flags.max !== undefined && !flags.on) throw new Failure('--max says when functions that --on switches on go off again', 'Add --on.')
  const order = orderOf(flags)
  const hasOrder = Object.keys(order).some((name) => name !== 'programs')
  const isDoing = hasOrder || flags.mark !== undefined || flags.clear || flags.watch
  try {
    const { choice, targets } = await targetsOf(flags)
    if (choice) {
      if (isDoing && choice.length) throw new Failure('several listen', `Say which, by --pid or --url:\n${showChoices(choice)}`)
      process.stdout.write(flags.json ? asJson(choice.flat().map(({ token: _, ...rest }) => rest)) : showChoices(choice))
      if (choice.length) process.stderr.write('Each shows its programs by --pid or --url.\n')
      return 0
    }
    if (flags.watch)
      return await follow(targets, flags, async (hub, isAgain) => act([hub], order, hasOrder, isAgain ? ordersOf(flags) : flags))
    const lines = await Promise.all(targets.map((target) => attachTo(target, 'command')))
    try {
      if (isDoing) return tell(await act(lines, order, hasOrder, flags), flags)
      const programs = lines.flatMap(({ hello }) => hello.programs)
      process.stdout.write(flags.json ? asJson(programs) : showPrograms(programs))
      return 0
    } finally {
      for (const line of lines) line.close()
    }
  } catch (error) {
    throw asFailure(error)
  }
}

function orderOf({ duration, limit: limits, max, off, on, program }: AttachFlags): ChangeOrder {
  return {
    ...(program && { programs: program }),
    ...(off && { off: off.join() }),
    ...(on && { on: on.join() }),
    ...(max !== undefined && { max }),
    ...(duration !== undefined && { duration }),
    ...(limits && { limits }),
  }
}

/** Does what was asked for, everywhere. @returns what the programs said to the order */
async function act(
  lines: readonly Attached[],
  order: ChangeOrder,
  hasOrder: boolean,
  { clear, mark, program }: AttachFlags,
): Promise<Answered[]> {
  const answered = lines.map(async ({ hello, hub }): Promise<Answered[]> => {
    if (clear) await hub.clear()
    const answers = hasOrder ? await hub.change(order) : {}
    if (mark !== undefined) await hub.mark(mark, ...(program ? [program] : []))
    const known = new Map<string, Program>(hello.programs.map((one) => [one.id, one]))
    return Object.entries(answers).map(([id, answer]) => ({ id, program: known.get(id), answer }))
  })
  return (await Promise.all(answered)).flat()
}

/** What is not said again to a dev server that was started anew. */
const ordersOf = ({ clear: _, mark: __, ...rest }: AttachFlags): AttachFlags => rest

/** Says what came of it. @returns the exit code */
function tell(answered: readonly Answered[], { json, on }: AttachFlags): number {
  process.stdout.write(json ? asJson(Object.fromEntries(answered.map(({ answer, id }) => [id, answer]))) : showAnswers(answered))
  const failed = answered.some(({ answer }) => 'error' in answer)
  const matched = answered.some(({ answer }) => 'status' in answer && answer.status.rules.at(-1)?.matched)
  return failed || (on && !matched) ? 1 : 0
}

/** The one that there is, or is meant; or, where there are several and nobody to ask, what there is to choose from. */
async function targetsOf({ json, pid, url }: AttachFlags): Promise<{ targets: Found[]; choice?: Choice[] }> {
  if (url !== undefined) {
    return { targets: await targetsAt(addressIn(url)) }
  }
  const all = await choices(pid)
  const isAsked = all.length > 1 && !json && process.stdin.isTTY && process.stdout.isTTY
  const one = isAsked ? await askWhich(all) : all.length === 1 ? all[0] : undefined
  if (one) return { targets: targetsIn(one) }
  return { targets: [], choice: isAsked ? [] : all }
}

/** One with a certificate of its own making is found by what it says of itself, if it is of the same user. */
async function targetsAt(address: string): Promise<Found[]> {
  try {
    return [{ ...(await devServerAt(address)), again: () => devServerAt(address) }]
  } catch (error) {
    if (!(error instanceof AttachError) || error.code !== 'certificate') throw error
    const own = await serverOfOurs(address)
    if (own) return targetsIn([own])
    throw error
  }
}

function addressIn(url: string): string {
  const text = /^https?:/.test(url) ? url : `http://${url}`
  if (URL.canParse(text)) return text
  throw new Failure(`--url ${url} is no address`, 'Give it as the dev server prints it: http://localhost:5173/')
}

const HINTS = {
  certificate: 'Name its authority by NODE_EXTRA_CA_CERTS. One that you have started yourself is found without --url.',
  nobody: 'Is it running? Give the address that it prints, or the number of a process that runs with SPOOR_CONTROL=1.',
  refused: 'A dev server lets in what comes by its own address, and this machine alone.',
  version: '',
  stranger: 'Vite with `spoor/vite` among its plugins, in development, unless SPOOR=0 or `control: false` says otherwise.',
}

function asFailure(error: unknown): unknown {
  if (error instanceof AttachError) return new Failure(error.message, HINTS[error.code])
  if (error instanceof UnsafeFolder) return new Failure(error.message, 'Nobody else may enter it: `chmod 700`.')
  // What a hub refuses comes as the words of an error.
  return error instanceof Failure || !(error instanceof Error) ? error : new Failure(error.message, '')
}
