import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte'
import vue from '@vitejs/plugin-vue'
import spoor from 'spoor/vite'
import { createServer } from 'vite'
import type { Plugin, ViteDevServer } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('components/cases/', import.meta.url))
let server: ViteDevServer

beforeAll(async () => {
  server = await createServer({
    configFile: false,
    root,
    logLevel: 'error',
    server: { middlewareMode: true, ws: false, watch: null },
    appType: 'custom',
    optimizeDeps: { noDiscovery: true },
    plugins: [spoor({ include: '**', enabled: true, console: false }), vue() as Plugin, svelte({ preprocess: vitePreprocess() })],
  })
})
afterAll(() => server.close())

/** `name | what the author's file says at its place`, for the functions in the table that the served module registers. */
async function functionsIn(file: string, environment = 'client'): Promise<string[]> {
  const { code = '' } = (await server.environments[environment]?.transformRequest(`/${file}`)) ?? {}
  const table = /"spoor:1",\s*"[^"]+",\s*1,\s*(\[.*?\])\)/s.exec(code)?.[1] ?? '[]'
  const fields = JSON.parse(table) as (string | number)[]
  const lines = readFileSync(`${root}${file}`, 'utf8').split('\n')
  return Array.from({ length: fields.length / 5 }, (_, i) => {
    const [name, line, column] = fields.slice(i * 5, i * 5 + 3) as [string, number, number]
    return `${name} | ${lines[line - 1]?.slice(column - 1, column + 17)}`
  })
}

const FORMS_SCRIPT = [
  'plus | a => b => a + b',
  'plus.returned | b => a + b',
  'later | async (ms: number)',
  'later.Promise callback | (done) => setTimeo',
  'computed.get | () => props.list.f',
  'computed.get.filter callback | (item) => props.pi',
  'computed.set | set(value: number)',
  'watch callback | () => props.list, ',
  'watch callback~2 | async ([first]) =>',
  'watch callback~2.nextTick callback | () => first) }, { ',
  'table.open | async open<K>(key:',
  'table.open.done | (key: K) => void =',
  'get table.name | get name() { retur',
  'Model.read | (): number => this',
  'Model.make | static make(): Mod',
]

const FORMS_TEMPLATE = [
  'onSubmit callback | later(1)" @keydown',
  'onKeydown callback | (event) => table.o',
  'ref callback | (el) => rows.push(',
  "onInput callback | text = ''; later(2",
  'format callback | (n: number) => n *',
  'onClick callback | plus(1)(item.id)">',
  'onBlur callback | async () => {',
  'focus callback | () => plus(3) }" /',
]

const OPTIONS = [
  'shared | (): number => 1',
  'props.format.default | (n: number) => n }',
  'emits.pick | (n: number) => n >',
  'data | () => ({ open: fal',
  'methods.toggle | toggle(this: { ope',
  'methods.load | async load(): Prom',
  'methods.load.map callback | (n) => n)',
  'render | render() {',
  'render.h.onClick | () => this.toggle(',
]

const RUNES = [
  'onpick | (n: number) => n }',
  'plus | (a: number) => (b:',
  'plus.returned | (b: number) => a +',
  'reduce callback | (sum, n) => sum + ',
  '$derived.by callback | () => list[0])',
  'Store.add | (n: number): void ',
  'get Store.size | get size() { retur',
  '$effect.pre callback | () => { if (open) ',
  '$effect.root callback | () => () => {})',
  '$effect.root callback.returned | () => {})',
  'grow | function grow(node',
  'grow.by | (n: number) => n) ',
  'grow.destroy | destroy() { by(1) ',
]

const MARKUP = [
  'onclick callback | () => onpick(n)} o',
  'onfocus callback | async () => { awai',
  'onkeydown callback | (event) => (text =',
  'filter callback | (n) => n > 1) as n',
  'returned | (node) => { node.f',
  'bind_value callback | () => text, (value',
  'bind_value callback~2 | (value) => (text =',
  'onclick callback~2 | function named() {',
]

// Of what a compiler makes of them: a person's names, a person's places, and nothing of the compiler's own.
describe.each<[string, client: string[]]>([
  ['Counter.vue', ['label | function label(n: ', 'onAdd | () => {']],
  ['Forms.vue', [...FORMS_SCRIPT, ...FORMS_TEMPLATE]],
  ['Row.vue', OPTIONS],
  [
    'Both.vue',
    ['before | () => 0', 'created | created() { before', 'shout | function shout() {', 'onDblclick callback | shout() && before('],
  ],
  ['Counter.svelte', ['add | function add(by: n', 'onclick callback | () => add(1)}>{n}<']],
  ['Forms.svelte', [...RUNES, ...MARKUP]],
  [
    'Legacy.svelte',
    [
      'format | (n) => `${n}`',
      'twice | (n) => n * 2',
      "forEach callback | (n) => dispatch('b",
      'onclick callback | () => count++} on:',
      'onkeydown callback | (event) => { forma',
    ],
  ],
])('%s', (file, expected) => {
  test('in the browser', async () => {
    expect((await functionsIn(file)).sort()).toEqual([...expected].sort())
  })

  test('what is rendered on the server has the same names at the same places', async () => {
    const rendered = await functionsIn(file, 'ssr')
    expect(rendered.length).toBeGreaterThan(0)
    // What Svelte reads at once on the server, it hands on in the browser.
    expect(rendered.filter((text) => !text.startsWith('iife |')).every((text) => expected.includes(text))).toBe(true)
  })
})
