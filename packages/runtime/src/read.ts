import { capture, captureOne } from './capture.ts'
import { adopt, caught, handed, returned, unwound } from './credit.ts'
import { inflate } from './inflate.ts'
import { recorder } from './slot.ts'
import { watchUncaught } from './uncaught.ts'

/** Somebody reads the events of this program: see `Reader`. Once is enough, whichever copy of the runtime it comes from. */
export function read(): void {
  // By way of the slot: this brings the recorder into a program of which nothing is instrumented yet.
  const { state } = recorder
  if (state.reader) return
  state.reader = { adopt, capture, captureOne, caught, handed, inflate, returned, unwound }
  watchUncaught()
}
