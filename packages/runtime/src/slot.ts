import { caught, delegate, enter, exit, pause, register, resume, threw, threwExact } from './recorder.ts'
import { shared, slot, state } from './state.ts'
import type { State } from './state.ts'

/** What the slot holds: the probes by their export names, and the state that copies of the runtime share. */
export interface Recorder {
  register: typeof register
  enter: typeof enter
  exit: typeof exit
  pause: typeof pause
  resume: typeof resume
  delegate: typeof delegate
  threw: typeof threw
  caught: typeof caught
  threwExact: typeof threwExact
  state: State
}

const own: Recorder = { register, enter, exit, pause, resume, delegate, threw, caught, threwExact, state }

const found = shared[slot] as Recorder | undefined

// Two copies in one program (two versions of a package, a bundle and a script) are one recorder: the first.
if (!found) {
  try {
    Object.defineProperty(shared, slot, { value: own, configurable: true })
  } catch {
    // A frozen global: each copy keeps to itself.
  }
}

export const recorder: Recorder = found ?? own
