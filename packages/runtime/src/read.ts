import { captureFault, keepArguments } from './capture.ts'
import { adopt, caught, handed, returned, unwound } from './credit.ts'
import { identity } from './identity.ts'
import { inflate } from './inflate.ts'
import { recorder } from './slot.ts'
import { watchUncaught } from './uncaught.ts'

/** What fails here, for a program has taken built-ins away, must not fail the program: less is known then of what was thrown. */
const quietly =
  <Args extends [unknown, unknown, unknown?, unknown?]>(work: (...args: Args) => void) =>
  (a: Args[0], b: Args[1], c?: Args[2], d?: Args[3]): void => {
    try {
      ;(work as (a: Args[0], b: Args[1], c?: Args[2], d?: Args[3]) => void)(a, b, c, d)
    } catch {
      // See above.
    }
  }

/** Somebody reads the events of this program: see `Reader`. Once is enough, whichever copy of the runtime it comes from. */
export function read(): void {
  // By way of the slot: this brings the recorder into a program of which nothing is instrumented yet.
  const { state } = recorder
  if (state.reader) return
  state.reader = {
    adopt,
    captureFault,
    caught: quietly(caught),
    handed: quietly(handed),
    identity,
    inflate,
    keep: keepArguments,
    returned,
    unwound,
  }
  watchUncaught()
}
