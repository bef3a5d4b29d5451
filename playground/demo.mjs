// The main job in a minute: builds the shop with Spoor, buys something, fails to, and shows what was seen.
// `--serve` goes on with the dev server, the shop's page and API in one.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs, stripVTControlCharacters, styleText } from 'node:util'
import { cart, checkout, failure, failures, purchase } from './vite/drive.mjs'

const vite = resolve(import.meta.dirname, 'vite')
/** Below the folder whose packages the built server needs. */
const work = join(vite, '.cache/demo')
const colour = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }
const { values } = parseArgs({ options: { serve: { type: 'boolean', default: false } } })

async function demo() {
  title('1. Build the shop with Spoor in it')
  const built = await build('vite.server.config.ts', 'traced', { SPOOR: '1', OPTIONS: '{"console":true}' })
  print(
    built
      .split('\n')
      .filter((line) => line.includes('spoor:'))
      .join('\n'),
  )

  const shop = await startShop()
  try {
    await showCheckout(shop)
    await showFailure(shop)
  } finally {
    await shop.stop()
  }
  await showRecording()
  await showProduction()
  showNext()
}

async function showCheckout(shop) {
  title('2. A checkout, as it ran: who called whom, with what, and how long it took')
  const cartId = await cart(shop.base, { boots: 1, socks: 2 }, 'WINTER')
  const [tree, answer] = await shop.watch(() => checkout(shop.base, cartId))
  expectIn(tree, 'Bank.authorize')
  print(tree)
  print(dim(`the shop answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 90)}…`))
}

async function showFailure(shop) {
  title('3. A checkout that fails: an address the shop does not know how to write')
  const cartId = await cart(shop.base, { lamp: 1 })
  const [tree, answer, log] = await shop.watch(() => checkout(shop.base, cartId, failures.badAddress))
  expectIn(tree, 'threw TypeError')
  print(tree)
  print(dim(`the shop answered ${answer.status}. Its log, from the built and instrumented bundle, shows the author's lines and columns:`))
  const at = log.indexOf('TypeError')
  if (at < 0) throw new Error(`no stack trace in the shop's log:\n${log}`)
  const stack = log.slice(at).split('\n')
  const end = stack.findIndex((line, index) => index > 0 && !/^\s+at /.test(line))
  print(
    stack
      .slice(0, end < 0 ? undefined : end)
      .filter((line) => !/node_modules|node:/.test(line))
      .join('\n'),
  )
}

async function showRecording() {
  title('4. What a run leaves behind: some fifty requests, recorded, and what they tell')
  const folder = join(work, 'recording')
  await rm(folder, { recursive: true, force: true })
  const shop = await startShop([spoorPath(), 'run', '--out', folder, '--', 'node'])
  try {
    for (let i = 0; i < 4; i++) await purchase(shop.base)
    for (const kind of Object.keys(failures)) await failure(shop.base, kind)
  } finally {
    await shop.stop()
  }
  const summary = await spoor('summary', folder, '--top', '5')
  expectIn(summary, 'Failing')
  print(summary)
  print(dim('The failing checkout, from the request to the query:'))
  const tree = await spoor(
    'tree',
    folder,
    '--around',
    'shippingLabel',
    '--only',
    'src/{server,core}/{app,shop,checkout,address,pg-store}.ts',
  )
  expectIn(tree, 'POST')
  print(tree.split('\n').slice(-24).join('\n'))
}

async function spoor(...args) {
  const child = spawn('node', [spoorPath(), ...args], { cwd: vite, env: { ...process.env, ...colour } })
  const output = collect(child)
  const code = await new Promise((done) => child.once('close', done))
  if (code !== 0) throw new Error(`spoor ${args.join(' ')} failed:\n${output.text}`)
  return output.out.trimEnd()
}

const spoorPath = () => join(vite, 'node_modules/spoor/dist/bin.js')

function expectIn(tree, text) {
  if (!stripVTControlCharacters(tree).includes(text)) throw new Error(`The call tree lacks "${text}":\n${tree}`)
}

async function showProduction() {
  title('5. A production build holds none of it')
  for (const config of ['vite.config.ts', 'vite.server.config.ts']) {
    await build(config, 'with', {})
    await build(config, 'without', { BARE: '1' })
  }
  const [withSpoor, without] = await Promise.all([digests(join(work, 'with')), digests(join(work, 'without'))])
  for (const [file, digest] of withSpoor) print(`${without.get(file) === digest ? 'same' : 'DIFFERS'}  ${digest.slice(0, 16)}  ${file}`)
  const same = withSpoor.size === without.size && [...withSpoor].every(([file, digest]) => without.get(file) === digest)
  if (!same) throw new Error('The production build with the plugin differs from the one without it')
  print(`${withSpoor.size} files, byte for byte those that are built without the plugin.`)
}

function showNext() {
  title('6. What to look at next')
  print('npx -y pnpm@10.34.9 demo --serve   the shop in your browser, traced: open /__spoor/ beside it while you buy')
  print('README.md                          six lines of config for your own app')
  print('playground/README.md               the shop, and every bundler that builds it')
}

/** Builds with one of the playground's configs into `work/folder`; gives what was printed. */
async function build(config, folder, env) {
  const { SPOOR: _, ...rest } = process.env
  const child = spawn('node', [vitePath(), 'build', '-c', config], {
    cwd: vite,
    env: { ...rest, ...colour, NODE_ENV: 'production', OUT: join(work, folder), ...env },
  })
  const output = collect(child)
  const code = await new Promise((done) => child.once('close', done))
  if (code !== 0) throw new Error(`vite build -c ${config} failed:\n${output.text}`)
  return output.text
}

const vitePath = () => join(vite, 'node_modules/vite/bin/vite.js')

/** Starts the built server; `watch` gives what it printed while something was done, and the answer. */
async function startShop(before = []) {
  const child = spawn('node', [...before, '--enable-source-maps', join(work, 'traced/server/main.js')], {
    cwd: vite,
    env: { ...process.env, ...colour, PORT: '0' },
  })
  const output = collect(child)
  const base = await until(
    () => /^http:\S+/m.exec(stripVTControlCharacters(output.text))?.[0],
    () => child.exitCode,
    output,
  )
  return {
    base,
    async watch(action) {
      await quiet(output)
      const [from, logFrom] = [output.out.length, output.err.length]
      const answer = await action()
      await quiet(output)
      return [output.out.slice(from).trimEnd(), answer, output.err.slice(logFrom)]
    },
    async stop() {
      child.kill('SIGTERM')
      await new Promise((done) => (child.exitCode === null ? child.once('close', done) : done()))
    },
  }
}

function collect(child) {
  const output = {
    out: '',
    err: '',
    get text() {
      return this.out + this.err
    },
  }
  child.stdout.setEncoding('utf8').on('data', (text) => (output.out += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (output.err += text))
  return output
}

async function until(found, exited, output) {
  for (let waited = 0; waited < 60_000; waited += 50) {
    const value = found()
    if (value) return value
    if (exited() !== null) break
    await sleep(50)
  }
  throw new Error(`The shop did not start:\n${output.text}`)
}

/** Waits until nothing more is printed. */
async function quiet(output) {
  for (let length = -1; length !== output.text.length; await sleep(150)) length = output.text.length
}

async function digests(folder) {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).toSorted()
  const digest = async (path) =>
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
  return new Map(await Promise.all(paths.map(async (path) => [path.slice(folder.length + 1), await digest(path)])))
}

async function serve() {
  const child = spawn('node', [vitePath()], { cwd: vite, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  process.exitCode = await new Promise((done) => child.once('close', done))
}

function sleep(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds))
}

function title(text) {
  print(`\n${style('bold', text)}\n`)
}

const dim = (text) => style('dim', text)
const style = (format, text) => (colour.FORCE_COLOR ? styleText(format, text) : text)
function print(text) {
  console.log(text)
}

try {
  await demo()
} finally {
  await rm(work, { recursive: true, force: true })
}
if (values.serve) await serve()
