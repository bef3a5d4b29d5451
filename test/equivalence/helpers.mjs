// What a program may use beside the language, and how what it shows becomes text: the same in the bare run and in every other.
import { inspect } from 'node:util'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'

/**
 * @typedef {(file: string, line: number, column: number) => string} PlaceOf from where a frame is in the running text, both from 1
 * @typedef {object} Helpers
 * @property {(...values: unknown[]) => void} log notes values
 * @property {(promise: unknown) => void} wait the run ends not before this promise has
 * @property {(error?: unknown) => string[]} frames `name:place` of each of the program's own frames, of an error or of the place of the call
 */

/** @returns {{ helpers: Helpers, log: string[], waits: unknown[] }} */
export function createHelpers(/** @type {string[]} */ files, /** @type {PlaceOf} */ placeOf) {
  /** @type {string[]} */
  const log = []
  /** @type {unknown[]} */
  const waits = []
  const helpers = {
    log: (/** @type {unknown[]} */ ...values) => {
      let line = ''
      // No method of an array: programs take them away.
      for (let i = 0; i < values.length; i++) line += (i ? ' ' : '') + textOf(values[i])
      log[log.length] = line
    },
    wait: (/** @type {unknown} */ promise) => void waits.push(promise),
    frames: (error = /** @type {unknown} */ (new Error('here'))) => ownFrames(error, files, placeOf),
  }
  return { helpers, log, waits }
}

const textOf = (/** @type {unknown} */ value) => (typeof value === 'string' ? value : inspect(value).replace(/\n\s+at .*/g, ''))

/** What was thrown at the top, and through which of the program's frames. */
export function thrownText(/** @type {unknown} */ error, /** @type {string[]} */ files, /** @type {PlaceOf} */ placeOf) {
  const { name, message } = /** @type {Error} */ (Object(error))
  return `${name && message ? `${name}: ${message}` : inspect(error)} ${ownFrames(error, files, placeOf).join(' ')}`
}

/** Lines, and columns where maps lead to them: file -> map. @returns {PlaceOf} */
export function placesBy(/** @type {Record<string, unknown>} */ maps) {
  const traced = new Map(Object.entries(maps).map(([file, map]) => [file, new TraceMap(/** @type {any} */ (map))]))
  return (file, line, column) => {
    const map = traced.get(file)
    if (!map) return `${line}:${column}`
    const place = originalPositionFor(map, { line, column: column - 1 })
    return place.line === null ? 'nowhere' : `${place.line}:${place.column + 1}`
  }
}

/** @type {PlaceOf} */
export const lineOnly = (_file, line) => String(line)

function ownFrames(/** @type {unknown} */ error, /** @type {string[]} */ files, /** @type {PlaceOf} */ placeOf) {
  const stack = String(/** @type {Error | undefined} */ (error)?.stack ?? '')
  /** @type {string[]} */
  const frames = []
  // No method of an array: programs take them away.
  for (const text of stack.split('\n')) {
    const file = /^\s+at /.test(text) && fileIn(text, files)
    const [, name, line, column] = (file && /at (?:(.*) \()?.*?:(\d+):(\d+)\)?$/.exec(text)) || []
    if (file && line) frames[frames.length] = `${(name ?? '').replace(/file:\S*\//, '')}:${placeOf(file, Number(line), Number(column))}`
  }
  return frames
}

function fileIn(/** @type {string} */ text, /** @type {string[]} */ files) {
  for (const file of files) if (text.includes(file)) return file
  return undefined
}
