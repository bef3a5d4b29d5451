import { join } from 'node:path'
import vm from 'node:vm'
import { instrumentFixture } from './instrument.mjs'
import { createLoader } from './modules.mjs'
import { createRealm, inRealm } from './realm.mjs'

const TIMEOUT = 10_000

/**
 * Runs one text of a variant in a realm of its own. @returns what came of it, as one line of text
 * @param {import('./suite.mjs').Variant} variant
 * @param {import('./conditions.mjs').Condition | undefined} condition how the files that it imports are instrumented, if at all
 * @param {vm.Script} [prepare] runs in the realm before the harness
 */
export async function run(root, variant, code, condition, prepare) {
  const { name, mode, meta } = variant
  const printed = []
  const path = join(root, name)
  try {
    // What cannot be compiled needs no realm.
    const compiled = mode === 'module' ? undefined : compile(code, path)
    const runtime = condition !== undefined && condition.probes !== 'absent'
    const realm = createRealm({ root, meta, print: (text) => printed.push(text), runtime, prepare })
    const loader = createLoader({ realm, instrument: (text, file) => (condition ? instrumentFixture(text, file, condition) : text) })
    if (compiled) {
      compiled.imports = loader.importModuleDynamically
      inRealm(realm, () => compiled.script.runInContext(realm, { timeout: TIMEOUT }))
    } else await loader.evaluate(loader.load(path, code))
  } catch (error) {
    return describe(error, meta)
  }
  return meta.flags.includes('async') ? `printed ${(await settled(printed)).join(' | ')}`.slice(0, 300) : 'completed'
}

function compile(code, filename) {
  const compiled = { imports: undefined, script: undefined }
  compiled.script = new vm.Script(code, { filename, importModuleDynamically: (specifier) => compiled.imports(specifier, filename) })
  return compiled
}

/** Waits for the test to say that it is done; some never do. */
async function settled(printed) {
  for (let turn = 0; turn < 80 && !printed.length; turn++)
    await new Promise((done) => (turn < 60 ? setImmediate(done) : setTimeout(done, 5)))
  return printed
}

function describe(error, { negative }) {
  try {
    return `threw ${error?.name ?? error?.constructor?.name}${negative ? '' : `: ${String(error?.message).slice(0, 200)}`}`
  } catch {
    return 'threw something that cannot be looked at'
  }
}
