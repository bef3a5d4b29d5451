// What is said between a running program, the hub that knows it, and those who watch and steer: the page and `spoor attach`.

/** Grows when something means something else than before. Two sides of different versions part, and say so. */
export const CONTROL_VERSION = 1

/** Environment variable by which a Node process opens a control socket: `1`, or `127.0.0.1:0` for a port of this machine. */
export const CONTROL_VARIABLE = 'SPOOR_CONTROL'

/** First word of the WebSocket subprotocols; the token is the second. */
export const CONTROL_PROTOCOL = 'spoor.1'

/** Below the base of a dev server, or of a process's own socket: where programs send to, and where clients come. */
export const LIVE_PATH = '__spoor/live'
export const CONTROL_PATH = '__spoor/control'

/** Groups of programs; what is said to a group also holds for those that come later, such as a tab that is loaded again. */
export type ProgramKind = 'pages' | 'workers' | 'server' | 'processes'

export const PROGRAM_KINDS: readonly ProgramKind[] = ['pages', 'workers', 'server', 'processes']

/** What was said of which functions record, as it stands: the last rule that matches a function wins. */
export interface ControlRule {
  on: boolean
  /** As a person writes them; `**` for everything. */
  selectors: string
  /** Functions known so far of which this rule speaks. */
  matched: number
  /** Calls of each function after which it switches itself off. */
  max?: number
  /** With `max`: functions that have done so. */
  spent?: number
}

/** Why a program records nothing. `not-loaded`: it has loaded no instrumented file; `no-match`: what was asked for matches none of its functions. */
export type WhyNothing = 'off' | 'no-match' | 'not-loaded'

/** How a program's recorder stands: counts of functions and events. */
export interface ProgramStatus {
  /** Instrumented functions known so far, and how many of them are switched on. */
  sites: number
  on: number
  /** Events held in the program's memory, overwritten there, and room for so many. */
  recorded: number
  dropped: number
  capacity: number
  rules: ControlRule[]
  why?: WhyNothing
}

/** How much is sent of what a program records; the names are those of recordings. */
export type ControlLimits = Partial<Record<'first' | 'last' | 'perSecond' | 'rate' | 'depth' | 'duration' | 'queue', number>>

/** A thread of some process that runs instrumented code: a tab, a worker, the dev server, a Node process. */
export interface Program {
  /** Id of its stream: 16 hexadecimal digits. */
  id: string
  kind: ProgramKind
  platform: 'node' | 'browser' | 'worker' | 'other'
  /** The page's address without query, or the command's words. */
  title: string
  pid?: number
  /** Of a thread that is not the main one. */
  thread?: number
  /** Gone, it is listed for a while, with what it sent. */
  connected: boolean
  status: ProgramStatus
  /** Those that differ from what is usual. */
  limits: ControlLimits
  /** Where it is recorded to, if it is; relative to the hub's root where it is below that. */
  recording?: string
  /** Same as `status.why`, or what the build knows better. */
  why?: WhyNothing
}

/** Something to be changed; what is left out stays as it is. Applied in the order `off`, `on`, the rest. */
export interface ChangeOrder {
  /** Ids, or kinds; all programs where it is left out. */
  programs?: string[]
  /** Selectors, comma-separated. `=level` is passed on. */
  on?: string
  off?: string
  /** Goes with `on`: calls of each function, from 1, after which it switches itself off. */
  max?: number
  limits?: ControlLimits
  /** Milliseconds; calls that took less are not sent. The same as `limits.duration`. */
  duration?: number
}

/** What a program says to a change: how it stands now, or why it did not do it. */
export type ChangeAnswer = { status: ProgramStatus; limits: ControlLimits; note?: string } | { error: string }

/** By id of the program. */
export type ChangeAnswers = Record<string, ChangeAnswer>

/** Who asks: the page, the command, another hub. */
export interface HelloQuestion {
  version: number
  kind: 'page' | 'command' | 'hub'
}

export interface Hello {
  version: number
  /** Of Spoor. */
  spoor: string
  /** Of this hub, from its start on: another one has nothing of what the last one sent. */
  hub: string
  /** Folder that selectors and paths are relative to; absolute. */
  root: string
  programs: Program[]
  /** Whether `change`, `mark` and `clear` are refused here, and why. */
  canSteer: boolean
  why?: string
}

/** Up to where a client has the stream of each program: the position of the last frame that it took. */
export type Positions = Record<string, number>

/** What a hub does for a client. All fail before `hello` was answered. */
export interface HubFunctions {
  /** First of all. @throws where the versions differ */
  hello(question: HelloQuestion): Hello
  /** @throws where the order cannot be read, a selector is none, or this client may not steer */
  change(order: ChangeOrder): Promise<ChangeAnswers>
  /** Frames come from now on, beginning with what the hub holds behind `from`; or no more. */
  watch(isOn: boolean, from?: Positions): void
  /** Leaves a note among the events of all programs, or of the given ones. */
  mark(name: string, programs?: string[]): Promise<void>
  /** Forgets what happened so far, here and in the programs. */
  clear(): Promise<void>
}

/** What a hub tells its clients. */
export interface ClientFunctions {
  programs(list: Program[]): void
  /** A sentence for people. */
  note(text: string): void
  /** So many lines of a program did not reach this client, because it was slow; what is recorded to files has them. */
  missed(program: string, lines: number): void
  /** Everything so far is forgotten; what is still needed of it, headers and functions, comes again. */
  cleared(): void
}

/** What a program does for its hub. */
export interface ProgramFunctions {
  change(order: ChangeOrder): ChangeAnswer
  watch(isOn: boolean): void
  mark(name: string): void
  clear(): void
}

/** What a program tells its hub. */
export interface ProgramNews {
  /** Who it is and how it stands. */
  program(news: Omit<Program, 'connected' | 'why' | 'recording'>): void
}

/** First byte of a binary frame to clients: whole lines of one program follow. */
export const LINES = 1

/** Bytes before the lines: what it is (1), id of the program (16), position behind it in the stream (8, a double, big-endian). */
export const FRAME_HEAD = 25

/** What a binary frame holds. */
export interface LinesFrame {
  program: string
  /** For {@link Positions}. */
  position: number
  /** Lines as in a `*.spoor.ndjson` file. */
  bytes: Uint8Array
}

/** @param program 16 hexadecimal digits */
export function frameHead(program: string, position: number): Uint8Array {
  const head = new Uint8Array(FRAME_HEAD)
  head[0] = LINES
  for (let i = 0; i < 16; i++) head[i + 1] = program.charCodeAt(i)
  new DataView(head.buffer).setFloat64(17, position)
  return head
}

/** @returns `undefined` for what is no frame of this version: to be ignored */
export function readFrame(frame: Uint8Array): LinesFrame | undefined {
  if (frame.length < FRAME_HEAD || frame[0] !== LINES) return undefined
  const program = String.fromCharCode(...frame.subarray(1, 17))
  const position = new DataView(frame.buffer, frame.byteOffset, frame.byteLength).getFloat64(17)
  return isProgramId(program) ? { program, position, bytes: frame.subarray(FRAME_HEAD) } : undefined
}

export const isProgramId = (text: unknown): text is string => typeof text === 'string' && /^[\da-f]{16}$/.test(text)

/** A message of birpc's, taken apart without trust: a question that may be asked, or an answer. */
export function readMessage(text: string): object | undefined {
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof message !== 'object' || message === null) return undefined
  const { a, e, i, m, t } = message as Record<string, unknown>
  if (i !== undefined && (typeof i !== 'string' || i.length > 64)) return undefined
  if (t === 'q') return typeof m === 'string' && Array.isArray(a) && a.length <= 4 ? { t, m, a, i } : undefined
  if (t !== 's' || i === undefined) return undefined
  return e === undefined ? message : { t, i, e: errorOf(e) }
}

/** Errors go as their words. */
export const writeMessage = (message: unknown): string =>
  JSON.stringify(message, (_, value: unknown) => (value instanceof Error ? { message: value.message } : value))

function errorOf(e: unknown): Error {
  const { message } = (typeof e === 'object' && e !== null ? e : {}) as { message?: unknown }
  return new Error(typeof message === 'string' ? message : 'refused')
}
