import type { CallEvent } from '@spoor/shared'
import type { EndLine } from '../format.ts'
import type { Aside } from './node-aside.ts'
import { Parts } from './node-parts.ts'
import type { PartsOptions } from './node-parts.ts'
import { createRecorder } from './recorder.ts'
import type { Recorder, RecorderOptions } from './recorder.ts'

export interface FileRecorderOptions extends PartsOptions {
  /** Milliseconds between writes: what a process that is killed loses at most. @default 250 */
  interval?: number
  /** Told once, in one line, when the recording has to stop: the disk is full, the folder cannot be written. */
  warn(text: string): void
  /** The clock of the events, in milliseconds. @default performance.now */
  now?(): number
}

/** A recorder that writes its lines to files. */
export interface FileRecorder {
  readonly recorder: Recorder
  /** The files written, in order; a file is made with the first line. */
  readonly files: readonly string[]
  /** Writes what is held, now. */
  write(): void
  /** Writes what is held, and that nothing follows. Later calls do nothing. */
  close(reason: EndLine['reason']): void
}

/**
 * Lines are written together: from a timer that does not keep the process running; in the midst of the program only where that leaves no
 * time to timers, or the queue is half full. Never throws: where a file cannot be written the recording stops, with one warning.
 * @throws {RangeError} for limits that are none
 */
export function recordToFiles(options: RecorderOptions & FileRecorderOptions): FileRecorder {
  return new Writer(options)
}

/** Milliseconds between writes of what is held back until the end, and what share of the time they may take. */
const HELD_INTERVAL = 1000
const HELD_SHARE = 0.02

/** Events that are held before they are written in the midst of the program: few enough to be gone before the collector has looked at them twice. */
const MOST_HELD = 2000

class Writer implements FileRecorder {
  readonly recorder: Recorder
  readonly #parts: Parts
  readonly #aside: Aside
  readonly #interval: number
  readonly #most: number
  readonly #now: () => number
  readonly #warn: (text: string) => void
  #due: number
  #heldDue = 0
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor({ interval = 250, warn, now = () => performance.now(), ...options }: RecorderOptions & FileRecorderOptions) {
    const own = createRecorder(options)
    this.#parts = new Parts(options, own.stream)
    this.#aside = this.#parts.aside('last')
    this.#interval = interval
    this.#now = now
    this.#warn = warn
    this.#due = now() + interval
    this.#most = Math.min((options.limits?.queue ?? Infinity) / 2, MOST_HELD)
    this.recorder = this.#wrapped(own)
    this.#timer = setInterval(() => this.write(), interval)
    this.#timer.unref()
  }

  get files(): readonly string[] {
    return this.#parts.files
  }

  write(): void {
    this.#put()
  }

  close(reason: EndLine['reason']): void {
    if (this.#closed) return
    this.#put(reason)
    this.#stop()
  }

  /** The recorder, which is watched for what no timer could see to. */
  #wrapped(own: Recorder): Recorder {
    const { exit } = own
    own.exit = (call: Readonly<CallEvent>): void => {
      exit.call(own, call)
      if ((call.end as number) > this.#due || own.waiting > this.#most) this.#put()
    }
    own.flush = () => this.#put()
    return own
  }

  #put(ends?: EndLine['reason']): void {
    if (this.#closed) return
    const now = this.#now()
    this.#due = now + this.#interval
    try {
      const { recorder } = this
      this.#parts.write(recorder.take(now, ends))
      if (ends) this.#aside.remove()
      else if (this.#parts.isFull) this.#rotate(now)
      if (!ends && now >= this.#heldDue) this.#putHeld(now)
    } catch (error) {
      this.#stop()
      this.#warn(`the recording stopped: ${(error as Error).message}; the program goes on`)
    }
  }

  /** What would come at the end is put aside, for who is killed does not get to its end. */
  #putHeld(now: number): void {
    const text = this.recorder.held()
    if (!text) return
    this.#aside.write(text)
    this.#heldDue = now + Math.max(HELD_INTERVAL, (this.#now() - now) / HELD_SHARE)
  }

  #rotate(now: number): void {
    this.#parts.write(this.recorder.take(now, 'rotate'))
    const written = this.recorder.nextPart()
    this.recorder.dropped('size', this.#parts.next(written))
  }

  #stop(): void {
    this.#closed = true
    clearInterval(this.#timer)
    this.#parts.close()
  }
}
