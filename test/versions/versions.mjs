// pnpm versions [--node 20,22,24,26] [--babel 7,8] [folder or file of tests ...]
//
// Runs the tests that run programs under every version of Node and Babel that is promised, and prints a table. The versions come from
// the registry into a cache, never into the workspace.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const TEST = join(import.meta.dirname, '..')
const CACHE = join(TEST, '.cache/versions')
const FOLDERS = [
  'shared/',
  'transform/',
  'runtime/',
  'equivalence/',
  'plugin/',
  'record/',
  'web/',
  'trace/',
  'control/',
  'viewer/serve-servers',
]
const BABEL = ['parser', 'types', 'traverse', 'core', 'code-frame']

const { values, positionals } = parseArgs({
  options: { node: { type: 'string', default: '20,22,24,26' }, babel: { type: 'string', default: '7,8' } },
  allowPositionals: true,
})
const folders = positionals.length ? positionals : FOLDERS
const rows = values.node.split(',').flatMap((node) => values.babel.split(',').map((babel) => run(node, babel)))

console.log('\n| Node | Babel | tests | passed | failed | skipped |\n|---|---|---|---|---|---|')
for (const { node, babel, total, passed, failed, skipped } of rows)
  console.log(`| ${node} | ${babel} | ${total} | ${passed} | ${failed} | ${skipped} |`)
const broken = rows.filter(({ total, failed, died }) => died || failed > 0 || total === 0)
console.log(broken.length ? `\n${broken.length} of ${rows.length} did not pass` : `\nall ${rows.length} passed`)
process.exit(broken.length ? 1 : 0)

/** Runs the tests once. `died`: the runner itself ended badly, whatever its tests say. */
function run(node, babel) {
  const binary = nodeOf(node)
  const report = join(CACHE, `node-${node}-babel-${babel}.json`)
  const version = spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout.trim()
  console.log(`\n== Node ${version}, Babel ${babel} ==`)
  const vitest = join(TEST, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', ...folders, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const env = { ...process.env, ...(babel !== '7' && { BABEL_FOLDER: babelOf(babel) }) }
  const { status } = spawnSync(binary, args, { cwd: TEST, env, stdio: 'inherit' })
  const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}
  return {
    node: version,
    babel,
    total: result.numTotalTests ?? 0,
    passed: result.numPassedTests ?? 0,
    failed: result.numFailedTests ?? 0,
    skipped: result.numPendingTests ?? 0,
    died: status !== 0,
  }
}

function nodeOf(major) {
  if (process.version.startsWith(`v${major}.`)) return process.execPath
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const folder = install(`node-${major}`, [`${name}@${major}`])
  return join(folder, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

function babelOf(major) {
  const packages = BABEL.map((name) => `@babel/${name}@${major}`)
  return install(`babel-${major}`, packages)
}

/** Packages -> the `node_modules` that holds them. */
function install(name, packages) {
  const folder = join(CACHE, name)
  if (!existsSync(join(folder, 'node_modules'))) {
    mkdirSync(folder, { recursive: true })
    console.log(`fetching ${packages.join(', ')}`)
    const { status } = spawnSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', ...packages], {
      stdio: 'inherit',
    })
    if (status !== 0) throw new Error(`npm could not install ${packages.join(', ')}`)
  }
  return join(folder, 'node_modules')
}
