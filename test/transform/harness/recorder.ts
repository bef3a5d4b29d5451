import { inspect } from 'node:util'
import { decodeSite, flagName, SITE_FIELDS } from '../../../packages/shared/src/index.ts'

interface Call {
  seq: number
  name: string
  depth: number
  prev: Call | undefined
  paused: boolean
  end: 'open' | 'returned' | 'unwound'
}

/** What instrumented code may call, by the names that it imports. */
export interface Probes {
  register(mark: string, file: string, start: number, table: (string | number)[]): Record<string, number> | undefined
  enter(number: number, args?: ArrayLike<unknown> | 0, creator?: unknown): Call
  exit(call: Call, value: unknown): void
  pause(call: Call, kind: 0 | 1): void
  resume(call: Call, unwinding?: 1): void
  delegate(call: Call, iterator?: unknown, awaiting?: 1): void
  threw(call: Call, error: unknown): void
  caught(call: Call, error?: unknown): void
  threwExact(call: Call, error: unknown): void
}

export interface Recorder {
  probes: Probes
  /** One line for each thing that was told, indented by the depth of the call. */
  lines: string[]
  /** Calls that were entered and not left. */
  open: () => string[]
  /** Every call in the order of its beginning: `f returned`, `f unwound` where it threw or was closed, `f open`. */
  calls: () => string[]
}

const look = (value: unknown): string =>
  inspect(value, { depth: 1, breakLength: Infinity, compact: 100, maxStringLength: 200, maxArrayLength: 20 })
    .split('\n    at ')[0]!
    .replace(/\n\s*/g, ' ')
    .slice(0, 400)

/** The least that a runtime must do, written without a look at Spoor's own: notes every call of a probe, in order. */
export function createRecorder(on: boolean, unseen = false): Recorder {
  const show = unseen ? () => '…' : look
  const lines: string[] = []
  const names: string[] = ['']
  const calls: Call[] = []
  const open = new Set<Call>()
  let current: Call | undefined
  const note = (call: Call, text: string): void => void lines.push('  '.repeat(call.depth) + text)
  const resume = (call: Call): boolean => {
    if (!call.paused) return false
    call.paused = false
    call.prev = current
    current = call
    return true
  }
  const probes: Probes = {
    register(_mark, file, _start, table) {
      const flags: Record<string, number> = {}
      for (let i = 0; i * SITE_FIELDS < table.length; i++) flags[flagName(i)] = on ? names.push(decodeSite(file, table, i).name) - 1 : 0
      return flags
    },
    enter(number, args, creator) {
      const call: Call = {
        seq: calls.length + 1,
        name: names[number] as string,
        depth: current ? current.depth + 1 : 0,
        prev: current,
        paused: false,
        end: 'open',
      }
      calls.push(call)
      note(call, `> ${call.name}${args ? `(${Array.from(args, show).join(', ')})` : ''}`)
      // The number of a call that began before, or of none.
      if (creator && !((creator as number) < call.seq)) note(call, `MADE BY ${show(creator)} ${call.name}`)
      open.add(call)
      return (current = call)
    },
    exit(call, value) {
      if (!open.delete(call)) note(call, `LEFT TWICE ${call.name}`)
      if (!call.paused && current !== call) note(call, `NOT ON TOP ${call.name}`)
      if (!call.paused) current = call.prev
      call.end = value === call ? 'unwound' : 'returned'
      note(call, value === call ? `x ${call.name}` : `< ${call.name} ${show(value)}`)
    },
    pause(call, kind) {
      if (call.paused) return
      note(call, `${kind ? 'yields' : 'awaits'} ${call.name}`)
      call.paused = true
      current = call.prev
    },
    resume(call) {
      if (resume(call)) note(call, `resumes ${call.name}`)
    },
    delegate(call, _iterator, awaiting) {
      if (call.paused) return
      note(call, `${awaiting ? 'awaits' : 'delegates'} ${call.name}`)
      call.paused = true
      current = call.prev
    },
    threw: (call, error) => note(call, `throws ${call.name} ${show(error)}`),
    caught(call, ...error) {
      resume(call)
      note(call, `catches ${call.name}${error.length ? ` ${show(error[0])}` : ''}`)
    },
    threwExact(call, error) {
      resume(call)
      note(call, `exact ${call.name} ${show(error)}`)
    },
  }
  return {
    probes,
    lines,
    open: () => [...open].map((call) => call.name),
    calls: () => calls.map(({ name, end }) => `${name} ${end}`),
  }
}
