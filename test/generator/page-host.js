// In a page: runs programs in a frame of their own. What the platform has in place of files are scripts and blobs.
globalThis.runBatch = async ({ kind, prelude, texts }) => {
  const frame = document.body.appendChild(document.createElement('iframe'))
  const world = frame.contentWindow
  const { document: page } = world
  addScript(page, prelude)
  const { stage } = world
  const pending = { count: 0, loading: new Set() }
  for (const text of texts) {
    stage.begin(text.id, text.file)
    START[kind](text, { world, page, stage, pending })
  }
  await drain(stage, pending)
  const shown = stage.results()
  frame.remove()
  return shown
}

function addScript(page, code) {
  const script = page.createElement('script')
  script.textContent = code
  page.head.append(script)
  script.remove()
}

/** Runs a script to its end and says what came of it; `before` and `behind` stand on the lines of the code. */
function attempt({ id, file, code }, { world, page, stage }) {
  let failed = true
  const onError = (event) => {
    event.preventDefault()
    if (failed && event.error instanceof world.SyntaxError && !String(event.error.stack).includes(`${file}:`))
      stage.uncompiled(id, event.message)
    else stage.threw(id, event.error)
    failed = false
  }
  world.addEventListener('error', onError)
  addScript(page, `${code}\n//# sourceURL=${file}`)
  world.removeEventListener('error', onError)
}

const START = {
  script: (text, realm) => attempt(text, realm),

  commonjs(text, realm) {
    const { world, stage } = realm
    world.moduleOf ??= {}
    world.require = (name) => {
      const probes = stage.probes()
      if (probes) return probes
      throw new world.Error(`no module ${name}`)
    }
    const code = `(function (exports, require, module) {${text.code}\n}).call(moduleOf, moduleOf, require, { exports: moduleOf })`
    attempt({ ...text, code }, realm)
  },

  module({ id, file, code }, { world, stage, pending }) {
    pending.count++
    pending.loading.add(id)
    stage.began = (id) => pending.loading.delete(id)
    world.probesUrl ??= urlOf(world, PROBES)
    const url = urlOf(
      world,
      `stage.began('${id}');${code.replaceAll('"spoor/probes"', JSON.stringify(world.probesUrl))}\n//# sourceURL=${file}`,
    )
    const load = world.eval('(url) => import(url)')
    load(url)
      .then((namespace) => stage.exported(id, namespace))
      .catch((error) => (error instanceof world.SyntaxError ? stage.uncompiled(id, error.message) : stage.threw(id, error)))
      .finally(() => {
        pending.count--
        pending.loading.delete(id)
      })
  },
}

const urlOf = (world, code) => world.URL.createObjectURL(new world.Blob([code], { type: 'text/javascript' }))

const PROBES = `
const probes = stage.probes()
export const register = probes ? probes.register : () => undefined
export const { enter, exit, pause, resume, delegate, threw, caught, threwExact } = probes ?? {}
`

/** Until all modules have begun, however busy the machine is, and nothing waits for another turn; a module may wait for ever. */
async function drain(stage, pending) {
  while (pending.loading.size > 0) await new Promise((resolve) => setTimeout(resolve, 5))
  for (let quiet = 0, turns = 0; quiet < 3 && turns < 200; turns++) {
    await new Promise((resolve) => setTimeout(resolve, turns < 4 ? 0 : 5))
    quiet = stage.turn() || (pending.count && turns < 60) ? 0 : quiet + 1
  }
}

// Programs leave rejections behind on purpose.
addEventListener('unhandledrejection', (event) => event.preventDefault())
