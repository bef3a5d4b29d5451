import { signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import type { ChangeAnswers, ChangeOrder, Program } from '@spoor/shared'
import { connect } from './connection.ts'
import type { Connection, ConnectionState } from './connection.ts'
import { engine, newEngine, show } from './engine.ts'
import { counted } from './words.ts'

/*
 * The recording of programs that run: lines come from the hub of a dev server, orders go there.
 */

export const line: Signal<Connection | undefined> = signal()

/** Absent for recordings from files. */
export const lineState: Signal<ConnectionState | undefined> = signal()

export const programs: Signal<readonly Program[]> = signal([])

/** Lines that did not come because the page was slow. */
export const missed: Signal<number> = signal(0)

/** While paused nothing is sent here; what programs do meanwhile waits at the hub, as far as it holds it. */
export const isPaused: Signal<boolean> = signal(false)

/** What the hub said last, and what became of orders. */
export const said: Signal<string | undefined> = signal()

/** By program: what it said to the last order. */
export const answers: Signal<ChangeAnswers> = signal({})

/** Connects, and shows what comes. */
export function openLive(): void {
  show(newEngine())
  const hub = connect()
  line.value = hub
  lineState.value = hub.state
  hub.on('state', (state) => {
    if (state === 'restarted') beginAnew('The dev server was started again. Shown is what happened since.')
    lineState.value = state
  })
  hub.on('programs', (list) => (programs.value = list))
  hub.on('note', (text) => (said.value = text))
  hub.on('missed', (_program, lines) => (missed.value += lines))
  hub.on('cleared', () => beginAnew('Cleared.'))
  hub.onLines((bytes, program) => {
    engine
      .peek()
      ?.feed(bytes, program)
      .catch((error: Error) => (said.value = error.message))
  })
  hub.watch(true)
}

function beginAnew(words: string): void {
  show(newEngine())
  missed.value = 0
  said.value = words
}

/** No more live lines: a file is opened instead. */
export function closeLive(): void {
  line.peek()?.close()
  line.value = undefined
  lineState.value = undefined
  programs.value = []
}

export function pause(isNow: boolean): void {
  isPaused.value = isNow
  line.peek()?.watch(!isNow)
}

/** Gives an order and keeps what each program says to it. */
export async function order(what: ChangeOrder): Promise<void> {
  await attempt(async (hub) => {
    answers.value = await hub.change(what)
    const told = Object.values(answers.value)
    const refused = told.filter((answer) => 'error' in answer).length
    return refused ? `${counted(refused, 'program')} of ${told.length} refused.` : `${counted(told.length, 'program')} took it.`
  })
}

export const mark = (name: string): Promise<void> =>
  attempt(async (hub) => {
    await hub.mark(name)
    return `Marked “${name}”.`
  })

export const clear = (): Promise<void> =>
  attempt(async (hub) => {
    await hub.clear()
    return 'Cleared.'
  })

async function attempt(does: (hub: Connection) => Promise<string>): Promise<void> {
  try {
    const hub = line.peek()
    if (hub) said.value = await does(hub)
  } catch (error) {
    said.value = `Not done: ${(error as Error).message}`
  }
}
