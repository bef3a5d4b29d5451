import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const BUILT_INS = `
  AggregateError Array ArrayIteratorPrototype AsyncDisposableStack AsyncFromSyncIteratorPrototype AsyncFunction AsyncGeneratorFunction
  AsyncGeneratorPrototype AsyncIteratorPrototype DisposableStack Error FinalizationRegistry Function GeneratorFunction GeneratorPrototype
  Iterator JSON Map MapIteratorPrototype NativeErrors Promise Proxy Reflect RegExp/prototype RegExpStringIteratorPrototype Set
  SetIteratorPrototype String/prototype StringIteratorPrototype SuppressedError Symbol ThrowTypeError TypedArray TypedArrayConstructors
  WeakMap WeakRef WeakSet eval
`
  .trim()
  .split(/\s+/)

/** Folders of the suite in which functions are defined, called and called back. */
const FOLDERS = ['language', 'annexB/language', ...BUILT_INS.map((name) => `built-ins/${name}`)]

/**
 * @typedef {object} Meta what a test says of itself
 * @property {string[]} flags
 * @property {string[]} includes files of the harness
 * @property {boolean} negative whether it shall fail
 * @property {boolean} early whether it shall fail before it runs
 *
 * @typedef {object} Variant one way in which a test is run
 * @property {string} name path below the suite
 * @property {'sloppy' | 'strict' | 'module'} mode
 * @property {string} code
 * @property {Meta} meta
 */

/** The paths of all tests to run, relative to the suite. */
export function listTests(root, filter = '') {
  return FOLDERS.flatMap((folder) => list(join(root, 'test', folder)))
    .map((path) => relative(root, path))
    .filter((name) => name.includes(filter))
}

const list = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js') && !entry.name.includes('_FIXTURE'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .toSorted()

/** A test -> its variants, sloppy and strict as the suite asks. @returns {Variant[]} */
export function variantsOf(root, name) {
  const text = readFileSync(join(root, name), 'utf8')
  const meta = metaOf(text)
  return modesOf(meta).map((mode) => ({ name, mode, meta, code: mode === 'strict' ? `"use strict";\n${text}` : text }))
}

function modesOf({ flags }) {
  // It wants an agent that must not wait; the one at hand may.
  if (flags.includes('CanBlockIsFalse')) return []
  if (flags.includes('module')) return ['module']
  if (flags.includes('onlyStrict')) return ['strict']
  return flags.includes('noStrict') || flags.includes('raw') ? ['sloppy'] : ['sloppy', 'strict']
}

/** @returns {Meta} */
export function metaOf(code) {
  const yaml = /\/\*---([^]*?)---\*\//.exec(code)?.[1] ?? ''
  const listed = (key) => {
    const inline = new RegExp(`^${key}:\\s*\\[([^\\]]*)\\]`, 'm').exec(yaml)?.[1]
    const lines = new RegExp(`^${key}:\\s*\\n((?:\\s+- .*\\n?)+)`, 'm').exec(yaml)?.[1] ?? ''
    return (inline ?? lines.replaceAll('- ', ','))
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean)
  }
  return { flags: listed('flags'), includes: listed('includes'), negative: /^negative:/m.test(yaml), early: /phase: *parse/.test(yaml) }
}
