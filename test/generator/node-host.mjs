// A process that runs programs: one may take it down, or never end, so that the tests do not run them themselves.
import vm from 'node:vm'

/** Scripts that come before the programs: compiled once. */
const preludes = new Map()

process.on('message', (job) => {
  runBatch(job).then(
    (shown) => process.send({ shown }),
    (error) => process.send({ error: String(error?.stack ?? error) }),
  )
})

async function runBatch({ kind, prelude, texts }) {
  if (!preludes.has(prelude)) preludes.set(prelude, new vm.Script(prelude, { filename: 'stage.js' }))
  const realm = vm.createContext({ performance })
  preludes.get(prelude).runInContext(realm)
  const { stage } = realm
  for (const text of texts) {
    stage.begin(text.id, text.file)
    START[kind](text, realm, stage)
  }
  await drain(stage)
  return stage.results()
}

let loading = 0
/** Modules of the batch: an engine that collects one which is still being evaluated may crash. */
let alive = []

const START = {
  script({ id, file, code }, realm, stage) {
    attempt(id, stage, code, file, (script) => stage.completed(id, script.runInContext(realm)))
  },

  commonjs({ id, file, code }, realm, stage) {
    attempt(id, stage, `(function (exports, require, module) {${code}\n})`, file, (script) => {
      const module = { exports: {} }
      script.runInContext(realm).call(module.exports, module.exports, requireOf(stage), module)
    })
  },

  module({ id, file, code }, realm, stage) {
    loading++
    evaluate(id, code, file, realm, stage)
      .catch((error) => stage.threw(id, error))
      .finally(() => loading--)
  },
}

function attempt(id, stage, code, filename, run) {
  let script
  try {
    script = new vm.Script(code, { filename })
  } catch (error) {
    return stage.uncompiled(id, error.message)
  }
  try {
    run(script)
  } catch (error) {
    stage.threw(id, error)
  }
}

const requireOf = (stage) => (name) => {
  const probes = stage.probes()
  if (probes) return probes
  throw new Error(`no module ${name}`)
}

const PROBES = ['register', 'enter', 'exit', 'pause', 'resume', 'delegate', 'threw', 'caught', 'threwExact']

async function evaluate(id, code, identifier, context, stage) {
  let module
  try {
    module = new vm.SourceTextModule(code, { context, identifier, initializeImportMeta: (meta) => void (meta.url = identifier) })
  } catch (error) {
    return stage.uncompiled(id, error.message)
  }
  const probes = probesModule(stage.probes(), context)
  alive.push(module, probes)
  await module.link(() => probes)
  await module.evaluate()
  stage.exported(id, module.namespace)
}

function probesModule(found, context) {
  const evaluate = function () {
    for (const name of PROBES) this.setExport(name, found ? found[name] : name === 'register' ? () => undefined : undefined)
  }
  return new vm.SyntheticModule(PROBES, evaluate, { context })
}

/** Until nothing waits for another turn; a module may wait for ever. */
async function drain(stage) {
  for (let quiet = 0, turns = 0; quiet < 3 && turns < 200; turns++) {
    await new Promise((resolve) => setImmediate(resolve))
    quiet = stage.turn() || (loading && turns < 20) ? 0 : quiet + 1
  }
  loading = 0
  alive = []
}

// Programs leave rejections behind on purpose.
process.on('unhandledRejection', () => undefined)
