// Builds a project with Vite, again and again or while its files change, and writes what it measured to standard output.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { checksumOf } from '../programs/checksum.mjs'
import { orderOf } from './interleave.mjs'

/**
 * @typedef {object} Job
 * @property {'vite' | 'vite7'} vite
 * @property {'build' | 'rebuild' | 'update'} what one build; builds and updates after changes, of all projects in turn
 * @property {{ root: string, plugin: 'none' | 'hook' | 'collect' | 'finished' | 'spoor', options?: object }[]} projects
 * @property {number} [rounds] of changes
 * @property {string} [finished] file of texts, which `collect` writes and `finished` reads
 */

/** @type {Job} */
const job = JSON.parse(process.argv[2])
const started = performance.now()
const { build, createServer } = await import(job.vite)
/** Of `collect`: path below `src` -> what the pass made of it. */
const texts = {}

async function once() {
  const [project] = job.projects
  const plugins = await pluginsOf(project)
  await build(configOf(project, plugins))
  const ms = performance.now() - started
  if (project.plugin === 'collect') writeFileSync(job.finished, JSON.stringify(texts))
  return { ms, digest: await run(project.root) }
}

/** Every project as it is, and then changed and awaited in turn. */
async function inTurn(make) {
  const programs = []
  for (const project of job.projects) programs.push(await make(project))
  const samples = programs.map(() => [])
  for (let round = -2; round < job.rounds; round++) {
    for (const i of orderOf(round + 2, programs.length)) {
      // Watchers take what comes too soon after a change for a part of it.
      await wait(150)
      const ms = await programs[i](round)
      if (round >= 0) samples[i].push(ms)
    }
  }
  return { samples }
}

const CHANGED = 'src/lodash-es/chunk.js'

function change({ root }, round) {
  const file = join(root, CHANGED)
  writeFileSync(file, `${readFileSync(file, 'utf8').replace(/\/\/ round .*\n/g, '')}// round ${round}\n`)
}

async function rebuilder(project) {
  const config = configOf(project, await pluginsOf(project))
  config.build.watch = {}
  const watcher = await build(config)
  let done
  watcher.on('event', ({ code, duration, error }) => {
    if (code === 'ERROR') throw error
    if (code === 'BUNDLE_END') done(duration)
  })
  await new Promise((resolve) => (done = resolve))
  return async (round) => {
    const ended = new Promise((resolve) => (done = resolve))
    change(project, round)
    return ended
  }
}

/** From the change of a file until the browser would have its new text. */
async function updater(project) {
  const server = await createServer({ ...configOf(project, await pluginsOf(project)), server: { port: 0 } })
  await server.listen()
  const { port } = server.httpServer.address()
  const get = async (path) => (await fetch(`http://localhost:${port}${path}`)).text()
  await crawl(get)
  let told
  const { hot } = server.environments.client
  const send = hot.send.bind(hot)
  hot.send = (...args) => {
    if (['update', 'full-reload'].includes(args[0]?.type)) told?.()
    return send(...args)
  }
  return async (round) => {
    const known = new Promise((resolve) => (told = resolve))
    const began = performance.now()
    change(project, round)
    await known
    const text = await get(`/${CHANGED}?t=${Date.now()}`)
    if (!text.includes(`// round ${round}\n`)) throw new Error(`an old text of round ${round}`)
    return performance.now() - began
  }
}

/** All modules, as a page asks for them. */
async function crawl(get, path = '/src/main.js', seen = new Set()) {
  if (seen.has(path)) return
  seen.add(path)
  const text = await get(path)
  for (const [, next] of text.matchAll(/\bfrom\s*["'](\/src\/[^"']+)["']|\bimport\s*["'](\/src\/[^"']+)["']/g))
    if (next) await crawl(get, next, seen)
}

const configOf = ({ root }, plugins) => ({
  root,
  configFile: false,
  logLevel: 'silent',
  plugins,
  // Its polyfill wants a page.
  build: { outDir: 'dist', emptyOutDir: true, modulePreload: { polyfill: false } },
})

async function pluginsOf({ plugin, options }) {
  if (plugin === 'none') return []
  const filter = { id: /\/src\/.*\.js$/ }
  if (plugin === 'hook') return [{ name: 'does-nothing', enforce: 'pre', transform: { filter, handler: () => null } }]
  if (plugin === 'finished') {
    const finished = JSON.parse(readFileSync(job.finished, 'utf8'))
    const handler = (_code, id) => finished[id.split('/src/')[1]] ?? null
    return [{ name: 'has-all', enforce: 'pre', transform: { filter, handler } }]
  }
  const { default: spoor } = await import('spoor/vite')
  const plugins = spoor({ enabled: true, console: false, ...options })
  return plugin === 'collect' ? plugins.map(collecting) : plugins
}

function collecting(plugin) {
  if (!plugin.transform) return plugin
  const { handler } = plugin.transform
  return {
    ...plugin,
    transform: {
      ...plugin.transform,
      async handler(code, id) {
        const result = await handler.call(this, code, id)
        if (result) texts[id.split('/src/')[1]] = { code: result.code, map: String(result.map) }
        return result
      },
    },
  }
}

/** What the built program says of itself. */
async function run(root) {
  const folder = join(root, 'dist/assets')
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.js'))
  await import(pathToFileURL(join(folder, file)).href)
  return checksumOf(globalThis.told)
}

const found = await { build: once, rebuild: () => inTurn(rebuilder), update: () => inTurn(updater) }[job.what]()
process.stdout.write(JSON.stringify(found), () => process.exit())
