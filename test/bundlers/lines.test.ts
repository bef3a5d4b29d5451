import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { project } from '../plugin/fixture.ts'
import type { Bundler } from '../plugin/fixture.ts'
import { fixture, mapped, placeOf, SOURCES } from './dev-fixture.ts'

/** Bundlers that put modules into the bundle as they are, where no loader is asked for: every line is as far from the next as in the source. */
const KEEPING: Bundler[] = ['rollup', 'webpack', 'rspack']

const SOURCE = `import { add } from './add.js'

export class Cart {
  lines = []

  /** Adds; says so. */
  put(name, count = 1) {
    this.lines.push({ name,
      count })

    return /* put */ this
  }

  get total() {
    return this.lines
      .map(({ count }) => count) // one
      .reduce(add, 0) // two
  }
}

export async function failing(cart) {
  await null

  for (const { name } of cart.lines) {
    if (name === 'tent') throw new Error(
      \`no \${name}\`)
  }
}
`

const PROGRAM = {
  'package.json': '{ "name": "lines", "version": "1.0.0", "type": "module" }',
  'tsconfig.json': '{}',
  'src/index.js':
    "import { Cart, failing } from './cart.js'\n\nconst cart = new Cart().put('rope').put('tent', 2)\nconsole.log(cart.total)\nfailing(cart).catch(({ stack }) => console.log(stack))\n",
  'src/add.js': 'export const add = (a, b) => a + b\n',
  'src/cart.js': SOURCE,
}

const TOKENS = ['lines = []', 'this.lines.push', '      count })', '/* put */', '// one', '// two', "=== 'tent'", 'no ${name}']

describe.each(KEEPING)('%s keeps lines', (bundler) => {
  test('and so they are kept, without any map', () => {
    const app = project(`lines-${bundler}`, PROGRAM)
    const built = app.build(bundler, { options: { enabled: true, console: false }, mode: 'development' })
    const [code] = Object.entries(built.files).flatMap(([name, text]) => (name.endsWith('.js') ? text : []))
    const lines = TOKENS.map((token) => lineOf(code as string, token))
    const [first = 0] = lines
    expect(lines.map((line) => line - first)).toEqual(TOKENS.map((token) => lineOf(SOURCE, token) - lineOf(SOURCE, 'lines = []')))
    expect(built.run()).toContain('Error: no tent')
  })
})

/** Line, from 1, of the only place of `token`. */
function lineOf(code: string, token: string): number {
  const parts = code.split(token)
  expect(parts, token).toHaveLength(2)
  return (parts[0] as string).split('\n').length
}

describe('bun', () => {
  const folder = fileURLToPath(new URL('../../playground/bun/', import.meta.url))

  test.each(['linked', 'external', 'inline'])('sourcemap %s: the author’s lines and columns', (sourcemap) => {
    const { root, write } = fixture(`bun-${sourcemap}`)
    const script = write(
      'build.mjs',
      `import spoor from 'spoor/bun'
await Bun.build({
  entrypoints: [import.meta.dirname + '/src/plain.js'],
  root: import.meta.dirname,
  outdir: import.meta.dirname + '/dist',
  naming: '[name].js',
  sourcemap: '${sourcemap}',
  plugins: [spoor({ root: import.meta.dirname, enabled: true, console: false })],
  throw: true,
})\n`,
    )
    const { status, stderr } = spawnSync(process.execPath, ['bun.mjs', script], { cwd: folder, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const code = readFileSync(join(root, 'dist/plain.js'), 'utf8')
    const inline = /base64,([\w+/=]+)/.exec(code)?.[1]
    const map = inline ? Buffer.from(inline, 'base64').toString() : readFileSync(join(root, 'dist/plain.js.map'), 'utf8')
    for (const token of ['indexOf(', 'splice(', 'new RangeError']) {
      expect([token, mapped(code, map, token)]).toEqual([token, placeOf(SOURCES['src/shelf.ts'], token)])
    }
    expect(JSON.parse(map).sourcesContent).toContain(SOURCES['src/shelf.ts'])
    rmSync(root, { recursive: true })
  })
})
