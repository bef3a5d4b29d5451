import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import vm from 'node:vm'
import { ownError } from './realm.mjs'
import { PROBES_MODULE, RUNTIME_SLOT } from './runtime.mjs'

const PROBES = ['register', 'enter', 'exit', 'pause', 'resume', 'delegate', 'threw', 'caught', 'threwExact']

/**
 * Loads modules into a realm: those that a test is, imports or asks for while it runs.
 * @param {{ realm: vm.Context, instrument: (code: string, path: string) => string }} options
 */
export function createLoader({ realm, instrument }) {
  const modules = new Map()
  const evaluations = new Map()

  /** The module of a file, not linked yet; `code` where it is not the file's own. */
  function load(path, code) {
    if (!modules.has(path)) modules.set(path, path.endsWith('.json') ? jsonModule(path, realm) : sourceModule(path, code))
    return modules.get(path)
  }

  function sourceModule(path, code = instrument(readFileSync(path, 'utf8'), path)) {
    return new vm.SourceTextModule(code, { context: realm, identifier: path, importModuleDynamically })
  }

  const find = (specifier, from) => (specifier === PROBES_MODULE ? probesModule() : load(join(dirname(from), specifier)))

  function probesModule() {
    if (!modules.has(PROBES_MODULE)) modules.set(PROBES_MODULE, probes(realm))
    return modules.get(PROBES_MODULE)
  }

  async function evaluate(module) {
    if (module.status === 'unlinked') await module.link((specifier, from) => find(specifier, from.identifier))
    if (module.status === 'linked') await module.evaluate({ timeout: 10_000 })
    return module
  }

  function evaluateOnce(module) {
    if (!evaluations.has(module)) evaluations.set(module, evaluate(module))
    return evaluations.get(module)
  }

  /** `import()` in a module or script. */
  async function importModuleDynamically(specifier, from) {
    try {
      const module = find(specifier, from.identifier ?? from)
      // Who imports itself or what imports it must not wait for it.
      return module.status === 'evaluating' ? module : await evaluateOnce(module)
    } catch (error) {
      throw ownError(realm, error)
    }
  }

  return { load, evaluate: evaluateOnce, importModuleDynamically }
}

function jsonModule(path, realm) {
  const text = readFileSync(path, 'utf8')
  const value = vm.runInContext('JSON.parse', realm)(text)
  return new vm.SyntheticModule(
    ['default'],
    function () {
      this.setExport('default', value)
    },
    { context: realm, identifier: path },
  )
}

/** What `spoor/probes` gives; nothing where there is no runtime. */
function probes(realm) {
  const found = vm.runInContext(`globalThis[Symbol.for(${JSON.stringify(RUNTIME_SLOT)})]`, realm)
  const evaluate = function () {
    for (const name of PROBES) this.setExport(name, found ? found[name] : name === 'register' ? () => undefined : undefined)
  }
  return new vm.SyntheticModule(PROBES, evaluate, { context: realm, identifier: PROBES_MODULE })
}
