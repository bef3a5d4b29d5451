import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { CACHE, ROOT } from '../build.mjs'
import { child } from '../measure/children.mjs'
import { orderOf } from '../measure/interleave.mjs'
import { middle, ratio, refuseDifferent } from '../measure/statistics.mjs'
import { atMost, range } from '../report.mjs'

/** Folders that become folders of a project of about a thousand modules. */
const PACKAGES = { three: 'three/src', rxjs: 'rxjs/dist/esm', 'lodash-es': 'lodash-es' }

const MAIN = `import * as three from './three/Three.js'
import * as rxjs from './rxjs/index.js'
import * as lodash from './lodash-es/lodash.js'
globalThis.told = [three, rxjs, lodash].map((space) => Object.keys(space).map((key) => [key, typeof space[key]]))
if (import.meta.hot) import.meta.hot.accept()
`

/**
 * A project of a thousand modules, every function instrumented, built by Vite.
 *
 * @param {import('../settings.mjs').Settings} settings
 * @returns {Promise<import('../report.mjs').Table[]>}
 */
export async function build(settings) {
  const tables = []
  for (const vite of ['vite', 'vite7']) tables.push(await cold(vite, settings))
  tables.push(await changes(settings))
  return tables
}

/** Name -> plugin, options, and whether what an earlier build kept is there. */
const VARIANTS = [
  { name: 'bare', plugin: 'none' },
  { name: 'bare again', plugin: 'none' },
  { name: 'a plugin that does nothing', plugin: 'hook' },
  { name: 'a plugin that has the instrumented texts at hand', plugin: 'finished' },
  { name: 'Spoor, from what is kept', plugin: 'spoor' },
  { name: 'Spoor, nothing kept yet', plugin: 'spoor', options: { cache: false } },
]

/** Each build in a process of its own, as from a command line. */
async function cold(vite, { quick, progress }) {
  const root = project(`${vite}-cold`)
  const finished = join(CACHE, `finished-${vite}.json`)
  const start = (variant) => child('vite-builds.mjs', { vite, what: 'build', projects: [{ root, ...variant }], finished })
  // Fills what is kept, too.
  await start({ plugin: 'collect' })
  const samples = VARIANTS.map(() => [])
  const digests = VARIANTS.map(() => new Set())
  for (let round = 0; round < (quick ? 3 : 12); round++) {
    for (const i of orderOf(round, VARIANTS.length)) {
      const { ms, digest } = await start(VARIANTS[i])
      samples[i].push(ms)
      digests[i].add(digest)
    }
  }
  const names = VARIANTS.map(({ name }) => name)
  refuseDifferent(
    `the build by ${vite}`,
    names,
    digests.map((set) => [...set].join('|')),
  )
  const processes = [{ samples }]
  const rows = names.map((name, i) => [name, `${middle(processes, i).toFixed(0)} ms`, i ? range(ratio(processes, i, 0)) : ''])
  for (const row of rows) progress(`build: ${vite}: ${row.join('  ')}`)
  return {
    id: 'build',
    title: `A build by ${vite === 'vite' ? 'Vite 8' : 'Vite 7'}`,
    about:
      `${count(root)} modules, minified, each build in a process of its own that has just started. A plugin that has the texts at hand shows ` +
      'what the hook and the larger program cost the bundler, whoever instruments it.',
    head: ['', 'time', 'times bare'],
    rows,
    targets: [
      atMost('from what is kept', 1.1, ratio(processes, 4, 0)),
      atMost('nothing kept yet', 1.1, ratio(processes, 5, 0)),
      atMost('from what is kept, times the plugin that has the texts', 1.1, ratio(processes, 4, 3)),
    ],
  }
}

/** Warm: a file changes, the program is built anew or the browser gets the file. */
async function changes({ quick, progress }) {
  const rows = []
  const targets = []
  for (const [what, title] of [
    ['rebuild', 'rebuild after a change (`vite build --watch`)'],
    ['update', 'hot update: from the change of a file until its new text is there'],
  ]) {
    const names = ['bare', 'bare again', 'on']
    const projects = names.map((name) => ({ root: project(`${what}-${name}`), plugin: name === 'on' ? 'spoor' : 'none' }))
    const measured = [await child('vite-builds.mjs', { vite: 'vite', what, projects, rounds: quick ? 5 : 24 })]
    const [again, on] = [1, 2].map((of) => ratio(measured, of, 0))
    rows.push([title, `${middle(measured, 0).toFixed(1)} ms`, range(again), range(on)])
    targets.push(atMost(title, 1.1, on))
    progress(`build: ${rows.at(-1).join('  ')}`)
  }
  return {
    id: 'build',
    title: 'Changes',
    about: 'The same project in Vite 8; one module of it changes, again and again.',
    head: ['', 'bare', 'bare again', 'on'],
    rows,
    targets,
  }
}

/** A fresh copy of the project. @returns its folder */
function project(name) {
  // Outside of `node_modules`, where Vite watches nothing.
  const root = join(ROOT, 'bench/.cache/projects', name.replaceAll(' ', '-'))
  rmSync(root, { recursive: true, force: true })
  for (const [folder, from] of Object.entries(PACKAGES)) copy(join(ROOT, 'bench/node_modules', from), join(root, 'src', folder))
  // Of its own, for what is kept.
  mkdirSync(join(root, 'node_modules'))
  cpSync(dirname(fromRxjs.resolve('tslib/package.json')), join(root, 'node_modules/tslib'), { recursive: true })
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(root, 'index.html'), '<script type="module" src="/src/main.js"></script>')
  writeFileSync(join(root, 'src/main.js'), MAIN)
  return root
}

/** Without maps: their sources are elsewhere. */
function copy(from, to) {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.js')) continue
    const path = join(entry.parentPath, entry.name)
    const target = join(to, relative(from, path))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, readFileSync(path, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, ''))
  }
}

const fromRxjs = createRequire(createRequire(import.meta.url).resolve('rxjs/package.json'))

const count = (root) => readdirSync(join(root, 'src'), { recursive: true }).filter((name) => name.endsWith('.js')).length
