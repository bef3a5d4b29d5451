// Runs tc39/test262 bare and instrumented and lists every test whose outcome flips.
//   pnpm test262 --path <checkout> [--shard 1/40] [--probes absent|off|on] [--errors finally|catch] [--filter text]
// Each test runs as the suite asks, sloppy and strict, in a fresh realm; module tests are left to the engine's own loader and not run.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import vm from 'node:vm'
import '@spoor/runtime'
import { transform } from '@spoor/transform'

/** Folders of the suite in which functions are defined, called and called back. */
const FOLDERS = [
  'language',
  ...['Array', 'Function', 'GeneratorPrototype', 'AsyncGeneratorPrototype', 'Promise'].map((name) => `built-ins/${name}`),
]

/** Tests that assert on a function's own source text, which is the one thing that instrumenting changes. */
const ABOUT_SOURCE_TEXT = [
  [/built-ins\/Function\/prototype\/toString\//, 'compares the text of functions'],
  [/\/cpn-.*-computed-property-name-from-.*function-.*\.js$/, 'uses the text of two functions that read alike as a key'],
]

const { values: args } = parseArgs({
  options: {
    path: { type: 'string' },
    shard: { type: 'string', default: '1/1' },
    probes: { type: 'string', default: 'absent' },
    errors: { type: 'string', default: 'finally' },
    filter: { type: 'string', default: '' },
  },
})

/** @typedef {{ flags: string[], includes: string[], negative: boolean }} Meta */

async function main() {
  const { path: root, shard, probes } = check(args)
  const [number, of] = shard.split('/').map(Number)
  const files = FOLDERS.flatMap((folder) => list(join(root, 'test', folder))).filter((file) => file.includes(args.filter))
  const harness = loader(root)
  const counts = { run: 0, same: 0, setAside: 0, untouched: 0, unparsed: 0 }
  const flips = []
  for (const [index, file] of files.entries()) {
    if (index % of !== number - 1) continue
    const name = relative(root, file)
    if (ABOUT_SOURCE_TEXT.some(([pattern]) => pattern.test(name))) counts.setAside++
    else for (const strict of strictnesses(file)) await compare({ file, name, strict, harness, probes }, counts, flips)
  }
  for (const flip of flips)
    console.log(`FLIP ${flip.name} (${flip.strict ? 'strict' : 'sloppy'})\n  bare:  ${flip.bare}\n  spoor: ${flip.traced}`)
  console.log(
    `probes ${probes}, shard ${shard}: ${counts.run} run, ${counts.same} the same, ${flips.length} flipped; ${counts.untouched} without a function, ${counts.unparsed} left alone for syntax that is not parsed, ${counts.setAside} files set aside`,
  )
  process.exit(flips.length ? 1 : 0)
}

function check({ path, shard, probes, errors }) {
  if (!path) usage('--path <checkout of tc39/test262> is missing')
  if (!/^\d+\/\d+$/.test(shard)) usage(`--shard ${shard}: write 1/40`)
  if (!['absent', 'off', 'on'].includes(probes)) usage(`--probes ${probes}: absent, off or on`)
  if (!['finally', 'catch'].includes(errors)) usage(`--errors ${errors}: finally or catch`)
  return { path, shard, probes }
}

function usage(problem) {
  console.error(problem)
  process.exit(2)
}

const list = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js') && !entry.name.includes('_FIXTURE'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .toSorted()

const loader = (root) => {
  const texts = new Map()
  return (name) => texts.get(name) ?? texts.set(name, readFileSync(join(root, 'harness', name), 'utf8')).get(name)
}

function strictnesses(file) {
  const { flags } = metaOf(readFileSync(file, 'utf8'))
  if (flags.includes('module') || flags.includes('CanBlockIsFalse')) return []
  if (flags.includes('onlyStrict')) return [true]
  return flags.includes('noStrict') || flags.includes('raw') ? [false] : [false, true]
}

async function compare({ file, name, strict, harness, probes }, counts, flips) {
  const text = readFileSync(file, 'utf8')
  const meta = metaOf(text)
  const code = (strict ? '"use strict";\n' : '') + text
  const result = instrument(code, name, probes, counts)
  if (!result) return
  counts.run++
  const bare = await run(code, file, meta, harness, false)
  const traced = await run(result.code, file, meta, harness, probes !== 'absent')
  if (bare === traced) return void counts.same++
  // A test that does not agree with itself shows nothing.
  if ((await run(code, file, meta, harness, false)) === bare) flips.push({ name, strict, bare, traced })
  else counts.same++
}

function instrument(code, name, probes, counts) {
  try {
    const result = transform(code, name, { sourceType: 'script', state: probes === 'on' ? 'on' : 'idle', errors: args.errors })
    if (!result) counts.untouched++
    return result
  } catch (error) {
    if (error.code !== 'parse-error') throw error
    counts.unparsed++
    return undefined
  }
}

/** @returns {Meta} */
function metaOf(code) {
  const yaml = /\/\*---([^]*?)---\*\//.exec(code)?.[1] ?? ''
  const listed = (key) => {
    const inline = new RegExp(`^${key}:\\s*\\[([^\\]]*)\\]`, 'm').exec(yaml)?.[1]
    const lines = new RegExp(`^${key}:\\s*\\n((?:\\s+- .*\\n?)+)`, 'm').exec(yaml)?.[1] ?? ''
    return (inline ?? lines.replaceAll('- ', ','))
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean)
  }
  return { flags: listed('flags'), includes: listed('includes'), negative: yaml.includes('negative:') }
}

const SLOT = Symbol.for('spoor.runtime/1')

/** What came of it, as one line of text. */
async function run(code, file, meta, harness, withRuntime) {
  const printed = []
  const realm = createRealm(printed)
  if (withRuntime) vm.runInContext(`(slot, value) => Object.defineProperty(globalThis, slot, { value })`, realm)(SLOT, globalThis[SLOT])
  try {
    if (!meta.flags.includes('raw')) {
      const asynchronous = meta.flags.includes('async') ? ['doneprintHandle.js'] : []
      for (const name of ['assert.js', 'sta.js', ...asynchronous, ...meta.includes])
        vm.runInContext(harness(name), realm, { timeout: 5000 })
    }
    vm.runInContext(code, realm, { filename: file, timeout: 10_000 })
  } catch (error) {
    return describe(error, meta)
  }
  if (!meta.flags.includes('async')) return 'completed'
  for (let turn = 0; turn < 300 && !printed.length; turn++)
    await new Promise((done) => (turn < 30 ? setImmediate(done) : setTimeout(done, 5)))
  return `printed ${printed.join(' | ')}`.slice(0, 300)
}

function createRealm(printed) {
  const realm = vm.createContext({ print: (text) => printed.push(String(text)) })
  const unavailable = (what) => () => {
    throw new Error(`no ${what}`)
  }
  vm.runInContext('globalThis', realm).$262 = {
    global: vm.runInContext('globalThis', realm),
    evalScript: (text) => vm.runInContext(text, realm),
    detachArrayBuffer: (buffer) => void structuredClone(buffer, { transfer: [buffer] }),
    createRealm: unavailable('realms'),
    gc: unavailable('gc'),
    agent: {},
  }
  return realm
}

function describe(error, { negative }) {
  try {
    return `threw ${error?.name ?? error?.constructor?.name}${negative ? '' : `: ${String(error?.message).slice(0, 200)}`}`
  } catch {
    return 'threw something that cannot be looked at'
  }
}

// Tests leave rejections and errors behind on purpose.
process.on('unhandledRejection', () => undefined)
process.on('uncaughtException', () => undefined)
await main()
