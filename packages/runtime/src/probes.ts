// What instrumented code imports. Plain scripts find the same names in the slot: globalThis[Symbol.for('spoor.runtime/1')].
import { recorder } from './slot.ts'
import type { Recorder } from './slot.ts'

export const register: Recorder['register'] = recorder.register
export const enter: Recorder['enter'] = recorder.enter
export const exit: Recorder['exit'] = recorder.exit
export const pause: Recorder['pause'] = recorder.pause
export const resume: Recorder['resume'] = recorder.resume
export const delegate: Recorder['delegate'] = recorder.delegate
export const threw: Recorder['threw'] = recorder.threw
export const caught: Recorder['caught'] = recorder.caught
export const threwExact: Recorder['threwExact'] = recorder.threwExact
