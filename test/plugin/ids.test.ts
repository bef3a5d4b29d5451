import { expect, test } from 'vitest'
import { COMPONENT_ID, readId, SCRIPT_ID } from '../../packages/plugin/src/ids.ts'

test.each(['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'])('a script: .%s', (extension) => {
  expect(readId(`/app/src/a.${extension}`)).toEqual({ path: `/app/src/a.${extension}`, kind: 'script' })
})

test.each(['?v=1a2b', '?t=17', '?import', '?worker_file&type=module', '?v=1&t=2'])('a script by another name: %s', (query) => {
  expect(readId(`/app/src/a.ts${query}`)).toEqual({ path: '/app/src/a.ts', kind: 'script' })
})

test.each([
  '/app/src/App.vue',
  '/app/src/App.vue?vue&type=script&setup=true&lang.ts',
  '/app/src/App.svelte',
  '/app/src/page.astro?astro&type=script&index=0&lang.ts',
  '/app/src/post.mdx',
])('a component: %s', (id) => {
  expect(readId(id)?.kind).toBe('component')
  expect(COMPONENT_ID.test(id)).toBe(true)
})

test.each([
  '\0virtual.js',
  '\0rolldown/runtime.js',
  '\0/app/src/a.cjs?commonjs-proxy',
  '/app/src/a.ts?raw',
  '/app/src/a.ts?url',
  '/app/src/a.ts?worker',
  '/app/src/a.ts?worker&inline',
  '/app/src/a.ts?sharedworker',
  '/app/index.html?html-proxy&index=0.js',
  '/app/src/App.vue?vue&type=style&index=0&lang.css',
  '/app/src/App.vue?vue&type=template&id=1&lang.js',
  '/app/src/App.vue?raw',
  '/app/src/App.svelte?svelte&type=style&lang.css',
  '/app/src/a.css',
  '/app/src/a.json',
  '/app/src/a.js.map',
  '/app/src/a.wasm?init',
  'virtual:thing',
])('not code of a person’s: %s', (id) => {
  expect(readId(id)).toBeUndefined()
})

test('Windows', () => {
  expect(readId('C:\\app\\src\\a.ts?v=1')?.path).toBe('C:/app/src/a.ts')
})

test('the native filter lets every script through', () => {
  for (const id of ['/a.js', '/a.mts?v=1', '/a.tsx', '/a.jsx?t=1']) expect(SCRIPT_ID.test(id)).toBe(true)
  for (const id of ['/a.css', '/a.json', '/a.vue']) expect(SCRIPT_ID.test(id)).toBe(false)
})
