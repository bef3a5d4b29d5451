import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { shop } from './build.mjs'

/** @typedef {{ name: string, file: string, line: number, column: number }} Frame line and column from 1 */

const FRAME = /^ {4}at (?:(.*?) \()?(?:async )?((?:file:\/\/|\/).*?):(\d+):(\d+)\)?$/

/** What runs below the program in a dev server. */
const SERVER = /\/(?:module-runner|dev-server|node)\.m?js$|\/dist\/node\//

/** The frames of a stack that name a file, in order. @returns {Frame[]} */
export function framesOf(/** @type {string} */ stack) {
  return stack.split('\n').flatMap((line) => {
    const [, name = '', file, row, column] = FRAME.exec(line) ?? []
    return file === undefined || SERVER.test(file) ? [] : { name, file: pathOf(file), line: Number(row), column: Number(column) }
  })
}

const pathOf = (/** @type {string} */ file) => (file.startsWith('file:') ? fileURLToPath(file) : file)

/**
 * Where each frame is in the files of the author. A frame in a file without a map stays as it is.
 * @param {Frame[]} frames
 * @returns {Frame[]}
 */
export function resolveFrames(frames) {
  return frames.map((frame) => {
    const map = mapOf(frame.file)
    if (!map) return { ...frame, file: relative(shop, frame.file) }
    const { source, line, column } = originalPositionFor(map, { line: frame.line, column: frame.column - 1 })
    return { name: frame.name, file: authorsFile(source ?? ''), line: line ?? 0, column: (column ?? -1) + 1 }
  })
}

/** `webpack://name/./src/cart.ts`, `../../shop/src/cart.ts` -> `src/cart.ts`, and what else there is stays to be seen. */
const authorsFile = (/** @type {string} */ source) => source.replace(/^.*?(?=\bsrc\/)/, '')

/** @type {Map<string, TraceMap | undefined>} */
const maps = new Map()

function mapOf(/** @type {string} */ file) {
  if (!maps.has(file)) maps.set(file, readMap(file))
  return maps.get(file)
}

function readMap(/** @type {string} */ file) {
  if (file.startsWith(shop)) return undefined
  return new TraceMap(readFileSync(`${file}.map`, 'utf8'))
}
