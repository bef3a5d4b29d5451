// How long it takes a newcomer from nothing to the first call tree on the page: `node bench/newcomer.mjs react-ts`. Needs npm's registry and
// the built packages, which it packs as they would be published. What a person types is counted; what a person reads and thinks is not timed.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const template = process.argv[2] ?? 'react-ts'
const folder = mkdtempSync(join(tmpdir(), 'spoor-newcomer-'))
const project = join(folder, 'app')
/** With nothing of npm's at hand. */
const env = { ...process.env, npm_config_cache: join(folder, 'cache') }
const taken = []
/** Ends the dev server. */
let end = async () => {}

async function timed(what, work) {
  const from = performance.now()
  const result = await work()
  taken.push([what, (performance.now() - from) / 1000])
  return result
}

/** Our packages as they would be published. */
function packed() {
  const packages = new URL('../packages/', import.meta.url)
  for (const name of readdirSync(packages)) {
    const cwd = new URL(`${name}/`, packages)
    if (JSON.parse(readFileSync(new URL('package.json', cwd), 'utf8')).private) continue
    run('npx', ['-y', 'pnpm@10.34.9', 'pack', '--out', join(folder, `${name}.tgz`)], cwd)
  }
  return readdirSync(folder).flatMap((name) => (name.endsWith('.tgz') ? [join(folder, name)] : []))
}

function run(command, words, cwd) {
  const { status, stderr, stdout } = spawnSync(command, words, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: ${stdout}${stderr}`)
}

/** The one line, and its import. */
function addPlugin() {
  const path = join(project, 'vite.config.ts')
  const text = template.startsWith('vanilla')
    ? "import { defineConfig } from 'vite'\n\nexport default defineConfig({\n  plugins: [],\n})\n"
    : readFileSync(path, 'utf8')
  const edited = `import spoor from 'spoor/vite'\n${text.replace('plugins: [', 'plugins: [spoor(), ')}`
  if (!edited.includes('[spoor()')) throw new Error(`no plugins in ${text}`)
  writeFileSync(path, edited)
}

/** @returns the addresses that it prints: the app's, and the page's */
async function startDev() {
  const dev = spawn('npm', ['run', 'dev'], {
    cwd: project,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, NO_COLOR: '1' },
  })
  end = () =>
    new Promise((done) => {
      dev.on('close', done)
      process.kill(-Number(dev.pid))
    })
  let printed = ''
  return new Promise((done, failed) => {
    const read = (text) => {
      printed += text
      const [, app] = /Local:\s+(\S+)/.exec(printed) ?? []
      const [, page] = /Spoor:\s+(\S+)/.exec(printed) ?? []
      if (page) done({ app, page })
    }
    dev.stdout.on('data', read)
    dev.stderr.on('data', read)
    dev.on('exit', () => failed(new Error(`the dev server ended: ${printed}`)))
  })
}

async function main() {
  const tarballs = packed()
  await timed(`npm create vite@latest app -- --template ${template}`, () =>
    run('npm', ['create', '-y', 'vite@latest', 'app', '--', '--template', template, '--no-interactive'], folder),
  )
  await timed('npm install', () => run('npm', ['install'], project))
  await timed('npm install --save-dev spoor', () => run('npm', ['install', '--save-dev', ...tarballs], project))
  addPlugin()
  const { app, page } = await timed('npm run dev', startDev)
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
  await timed('the app and the page opened, a button clicked, the call tree there', async () => {
    const context = await browser.newContext()
    const customer = await context.newPage()
    await customer.goto(app)
    await customer.getByRole('button', { name: /count is/i }).click()
    const ours = await context.newPage()
    await ours.goto(`${page}#/tree`)
    await ours.getByRole('treegrid', { name: 'Call tree' }).getByRole('row').nth(1).waitFor({ timeout: 60_000 })
    if (process.env.SCREENSHOTS) await ours.screenshot({ path: join(process.env.SCREENSHOTS, `newcomer-${template}.png`) })
  })
  await browser.close()
  for (const [what, seconds] of taken) console.log(`${seconds.toFixed(1).padStart(6)} s  ${what}`)
  console.log(
    `${taken
      .reduce((sum, [, seconds]) => sum + seconds, 0)
      .toFixed(1)
      .padStart(6)} s  in all`,
  )
}

try {
  await main()
} finally {
  await end()
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}
process.exit()
