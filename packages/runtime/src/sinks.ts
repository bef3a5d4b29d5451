import type { CallEvent, MarkEvent, RequestEvent } from '@spoor/shared'
import { state } from './state.ts'

/**
 * Somebody who is told of events as they happen, synchronously, in the midst of the program: be quick. Calls are live
 * objects of the recorder: read them at once, copy with `copyCall` what you keep. Instrumented code that a sink calls
 * is not recorded. A sink that throws is named once in a console warning, then unsubscribed.
 */
export interface Sink {
  /** A call began. */
  enter?(call: Readonly<CallEvent>): void
  /** A call ended: `end`, `outcome`, `value` and `error` are set. */
  exit?(call: Readonly<CallEvent>): void
  /** A call is being suspended at an `await` or `yield`. */
  pause?(call: Readonly<CallEvent>): void
  /** A suspended call goes on; `waited` includes the suspension. */
  resume?(call: Readonly<CallEvent>): void
  /** What a call threw has become known, or better known, after it ended: `error` is set. */
  learn?(call: Readonly<CallEvent>): void
  /** `spoor.mark` was called. */
  mark?(mark: Readonly<MarkEvent>): void
  /** A request was sent or has arrived; and once more, the same object, when it has ended. */
  request?(request: Readonly<RequestEvent>): void
  /** Called by `spoor.flush()`: write what is still held back. */
  flush?(): void | Promise<void>
}

export type Notice = Exclude<keyof Sink, 'flush'>

/** Sinks must not throw: those of `subscribe` are guarded. */
export function tell(notice: Notice, event: CallEvent | MarkEvent | RequestEvent): void {
  if (state.busy || !state.sinks.length) return
  state.busy = true
  try {
    const { sinks } = state
    for (let i = 0; i < sinks.length; i++) sinks[i]?.[notice]?.(event as never)
  } finally {
    state.busy = false
  }
}
