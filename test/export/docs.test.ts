import { once } from 'node:events'
import { encodeLine } from '@spoor/trace'
import type { TraceLine } from '@spoor/trace'
import { afterAll, describe, expect, test } from 'vitest'
import { project, removeProjects } from '../check/fixture.ts'
import type { Project } from '../check/fixture.ts'
import { read } from '../workspace/files.ts'
import { page, server, shop } from './fixture.ts'

afterAll(removeProjects)

const textOf = (lines: readonly TraceLine[]): string => lines.map(encodeLine).join('')

/** As a file of its own a stream is the first. */
const alone = (lines: readonly TraceLine[]): TraceLine[] => lines.map(({ ...line }) => (delete line.s, line))

const folder = (): Project =>
  project({
    'shop.spoor.ndjson': textOf(shop),
    'page.spoor.ndjson': textOf(alone(page)),
    'server.spoor.ndjson': textOf(server),
    'server.js': "console.log(require('./src/cart.js').total([1, 2]))\n",
    'src/cart.js': 'exports.total = function total(items) {\n  return items.reduce((sum, item) => sum + item, 0)\n}\n',
    'test/cart.test.js':
      "const { test } = require('node:test')\ntest('total', () => require('node:assert').equal(require('../src/cart.js').total([1, 2]), 3))\n",
  })

const document = read('docs/command.md')
const examples = [...document.matchAll(/^npx spoor ((\S+).*)$/gm)].map(([, line, name]) => ({ line: line!, name: name! }))

const commands = [
  ...folder()
    .spoor('--help')
    .stdout.matchAll(/^ {2}(\w+) [ <[]/gm),
]
  .map(([, name]) => name!)
  .filter((name) => name !== 'help')

test('every command has its example, and every example its command', () => {
  expect(commands).toEqual(expect.arrayContaining(['run', 'summary', 'export', 'view', 'explain', 'check', 'completion']))
  expect(examples.map(({ name }) => name).sort()).toEqual([...commands].sort())
})

/** No process has so high a number. */
const NOBODY = 2 ** 30

const argsOf = (line: string): string[] => [...line.matchAll(/["']([^"']*)["']|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!)

describe('the example of', () => {
  test.each(examples.filter(({ name }) => !['view', 'attach'].includes(name)))('$name runs', ({ line }) => {
    const { status, stdout, stderr } = folder().spoor(...argsOf(line))
    expect({ status, said: stdout !== '' || stderr !== '' }, stderr).toEqual({ status: 0, said: true })
  })

  test('attach is understood, and says that nobody is there', () => {
    const { line } = examples.find(({ name }) => name === 'attach')!
    // Dev servers of other tests may listen.
    const { status, stderr } = folder().spoor(...argsOf(line), '--pid', `${NOBODY}`)
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(`process ${NOBODY} does not listen`) as string })
  })

  test('view shows its address and waits', async () => {
    const { line } = examples.find(({ name }) => name === 'view')!
    const child = folder().start(...line.split(' '))
    const [first] = await once(child.stdout!, 'data')
    expect(String(first)).toMatch(/^http:\/\/127\.0\.0\.1:/)
    child.kill('SIGINT')
    expect((await once(child, 'close'))[0]).toBe(0)
  })
})

test('every option that the page speaks of is there', () => {
  const help = [...commands].map((name) => folder().spoor(name, '--help').stdout).join('\n')
  const spoken = new Set([...document.matchAll(/`[^`\n]*?(--[a-z][a-z-]*)/g)].map(([, option]) => option!))
  expect(spoken.size).toBeGreaterThan(5)
  for (const option of spoken) expect(help, option).toContain(option)
})

test('every format that the page speaks of is there, and no other', () => {
  const { stdout } = folder().spoor('export', '--help')
  const offered = /choices:\s*([^)]*)\)/.exec(stdout)![1]!.match(/\w+/g)!
  expect([...document.matchAll(/^\| `(\w+)` \| .* \| .* \|$/gm)].map(([, name]) => name)).toEqual(offered)
})
