import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import v8 from 'node:v8'
import vm from 'node:vm'
import { RUNTIME } from './runtime.mjs'

/** `document.all`, which no program outside of a browser has: an object that says it is undefined. */
const UNDETECTABLE = native('%GetUndetectable()')
const GC = new vm.Script('globalThis.gc')

function native(text) {
  v8.setFlagsFromString('--allow-natives-syntax')
  v8.setFlagsFromString('--expose-gc')
  const script = new vm.Script(text)
  script.runInNewContext()
  v8.setFlagsFromString('--no-allow-natives-syntax')
  return script
}

/** Compiled once, run in every realm. @returns {(root: string, name: string) => vm.Script} */
const harness = remember((root, name) => new vm.Script(readFileSync(join(root, 'harness', name), 'utf8'), { filename: name }))

function remember(make) {
  const made = new Map()
  return (root, name) => made.get(name) ?? made.set(name, make(root, name)).get(name)
}

/**
 * A fresh realm as the suite wants it, with its harness loaded.
 * @param {{ root: string, meta: import('./suite.mjs').Meta, print: (text: string) => void, runtime: boolean, prepare?: vm.Script }} options
 */
export function createRealm({ root, meta, print, runtime, prepare }) {
  const realm = bareRealm(print)
  if (runtime) RUNTIME.runInContext(realm)
  prepare?.runInContext(realm)
  if (meta.flags.includes('raw')) return realm
  const asynchronous = meta.flags.includes('async') ? ['doneprintHandle.js'] : []
  for (const name of ['assert.js', 'sta.js', ...asynchronous, ...meta.includes]) harness(root, name).runInContext(realm, { timeout: 5000 })
  return realm
}

function bareRealm(print) {
  const realm = vm.createContext({ print: (text) => print(String(text)) })
  const global = vm.runInContext('globalThis', realm)
  // What this platform has, and a realm of this kind has not: a clock, and a way to tell proxies.
  Object.defineProperty(global, 'performance', { value: performance, configurable: true, writable: true })
  const { getBuiltinModule } = process
  Object.defineProperty(global, 'process', { value: { getBuiltinModule }, configurable: true, writable: true })
  global.$262 = {
    global,
    evalScript: (text) => inRealm(realm, () => vm.runInContext(text, realm)),
    detachArrayBuffer: (buffer) => void structuredClone(buffer, { transfer: [buffer] }),
    createRealm: () => vm.runInContext('$262', bareRealm(print)),
    gc: () => GC.runInNewContext()(),
    IsHTMLDDA: UNDETECTABLE.runInContext(realm),
    agent: {},
  }
  return realm
}

/** Syntax errors come from the realm that compiles, which is ours; a test expects its own. */
export function inRealm(realm, work) {
  try {
    return work()
  } catch (error) {
    throw ownError(realm, error)
  }
}

export function ownError(realm, error) {
  if (!(error instanceof SyntaxError)) return error
  return new (vm.runInContext('SyntaxError', realm))(error.message)
}
