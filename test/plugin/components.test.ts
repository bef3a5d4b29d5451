import { fileURLToPath } from 'node:url'
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte'
import vue from '@vitejs/plugin-vue'
import spoor from 'spoor/vite'
import { createServer } from 'vite'
import type { Plugin, ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'

let server: ViteDevServer

beforeAll(async () => {
  server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('components', import.meta.url)),
    logLevel: 'error',
    server: { middlewareMode: true, ws: false },
    appType: 'custom',
    optimizeDeps: { noDiscovery: true },
    plugins: [spoor({ include: '**', enabled: true, console: false }), vue() as Plugin, svelte({ preprocess: vitePreprocess() })],
  })
})
afterAll(() => server.close())

/** Names and places in the table that the served module registers. */
async function sitesOf(file: string): Promise<[name: string, line: number, column: number][]> {
  const { code = '' } = (await server.transformRequest(`/${file}`)) ?? {}
  const table = /"spoor:1",\s*"[^"]+",\s*1,\s*(\[[^\]]*\])/.exec(code)?.[1] ?? '[]'
  const fields = JSON.parse(table) as (string | number)[]
  return Array.from({ length: fields.length / 5 }, (_, i) => fields.slice(i * 5, i * 5 + 3) as [string, number, number])
}

test('functions of a Vue component stand at their places in the file, and those of its compiler are left alone', async () => {
  expect(await sitesOf('Counter.vue')).toEqual([
    ['_defineComponent.setup.label', 8, 1],
    ['_defineComponent.setup.onAdd', 11, 7],
  ])
})

test('functions of a Svelte component too', async () => {
  const sites = await sitesOf('Counter.svelte')
  expect(sites).toContainEqual(['Counter.add', 3, 3])
  expect(sites.every(([, line]) => line <= 9)).toBe(true)
})
