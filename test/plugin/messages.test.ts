import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MESSAGES, say } from '../../packages/plugin/src/messages.ts'

const folder = new URL('../../packages/plugin/src/', import.meta.url)
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name !== 'messages.ts')
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n')

const emitted = new Set(
  [...sources.matchAll(/\b(?:say|OptionsError)\(([^{]*)\{|\b(?:say)\(([^{]*), facts\)/g)].flatMap((match) =>
    [...(match[1] ?? match[2] ?? '').matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].map((word) => word[1]),
  ),
)

test('every message is said somewhere', () => {
  expect(Object.keys(MESSAGES).filter((code) => !emitted.has(code))).toEqual([])
})

test('every message that is said stands in the table', () => {
  expect([...emitted].filter((code) => !Object.hasOwn(MESSAGES, code as string))).toEqual([])
})

test('what happened comes first, what to do on a line of its own, and no fact is left open', () => {
  const text = say('level-not-available', { path: 'level', level: 'flow' })
  expect(text).toBe('spoor: `level` asks for the level `flow`, which is not available yet\nUse `calls`.')
})
