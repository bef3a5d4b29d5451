import { adopt, caught, returned, unwound } from './credit.ts'
import { looks } from './looks.ts'
import { state } from './state.ts'
import { watchUncaught } from './uncaught.ts'

/** Somebody reads the events of this program: see `Reader`. Once is enough, whichever copy of the runtime it comes from. */
export function read(): void {
  if (state.reader) return
  state.reader = { looks, adopt, caught, returned, unwound }
  state.classes = new WeakMap()
  watchUncaught()
}
