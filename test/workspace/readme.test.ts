import { describe, expect, test } from 'vitest'
import { manifestAt, read, workspaceFiles } from './files.ts'
import { faultsIn } from './snippets.ts'

const scripts = Object.keys(manifestAt('package.json').scripts ?? {})
const documents = workspaceFiles().filter((path) => /^(README\.md|docs\/.*\.md|(packages|playground)\/.*README\.md)$/.test(path))

describe('documents', () => {
  test.each(documents)('%s: code parses and imports what exists, links lead somewhere, commands are there', (path) => {
    expect(faultsIn(path, read(path), scripts)).toEqual([])
  })

  test('the README is read in five minutes: at most 90 lines', () => {
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(90)
  })
})

describe('a fault in a document is seen', () => {
  const faults = (text: string): string[] => faultsIn('README.md', text, ['test', 'demo'])
  const fenced = (language: string, ...lines: string[]): string => ['# Title', '', `\`\`\`${language}`, ...lines, '```'].join('\n')

  test.each([
    ['code that does not parse', fenced('ts', 'const a = 1', 'const = 2'), 'README.md:5: Variable declaration expected'],
    ['a door that does not exist', fenced('ts', "import spoor from 'spoor/parcel'"), "Cannot find module 'spoor/parcel'"],
    ['a name that is not exported', fenced('ts', "import { trace } from 'spoor/runtime'"), "has no exported member 'trace'"],
    ['a default that is not exported', fenced('js', "import spoor from 'spoor/runtime'"), 'default'],
    ['a link to nothing', '[more](docs/nothing.md)', 'README.md:1: `docs/nothing.md` does not exist'],
    ['a picture of nothing', '![tree](docs/nothing.png)', '`docs/nothing.png` does not exist'],
    ['a heading that is gone', '# Title\n\n[up](#titel)', 'README.md:3: `#titel` has no such heading'],
    ['a path that is gone', 'See `packages/nothing/src`.', '`packages/nothing/src` does not exist'],
    ['a script that is gone', fenced('sh', 'npx -y pnpm@10.34.9 dance   # twice'), 'README.md:4: `pnpm dance` is no script'],
    ['a fault in the right column', fenced('js', '// before   // after', 'let a = 1   const = 2'), 'README.md:5:'],
  ])('%s', (_, text, what) => {
    expect(faults(text).join('\n')).toContain(what)
  })

  test.each([
    [
      'a door',
      fenced(
        'ts',
        "import spoor from 'spoor/vite'",
        "import { defineConfig } from 'vite'",
        'export default defineConfig({ plugins: [spoor()] })',
      ),
    ],
    ['types', fenced('ts', "import type { SpoorEvent } from 'spoor/runtime'")],
    ['JSX', fenced('tsx', 'export const App = () => <p>{total}</p>')],
    ['two columns', fenced('js', '// before      // after', 'function f() { function f() {probe();', '}              }')],
    ['links and commands', `[it](#title) [code](packages) \`packages/shared\`\n${fenced('sh', 'npx -y pnpm@10.34.9 test', 'npm i spoor')}`],
  ])('and what is right passes: %s', (_, text) => {
    expect(faults(text)).toEqual([])
  })
})
