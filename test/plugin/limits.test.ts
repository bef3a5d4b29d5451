import { describe, expect, test } from 'vitest'
import { BUNDLERS, project } from './fixture.ts'

const FILES = {
  'package.json': '{ "name": "fixture", "version": "1.0.0", "type": "module" }',
  'tsconfig.json': '{}',
  'src/index.js': `import { spoor } from 'spoor/runtime'
import { keep } from './keep.js'
globalThis.program?.(spoor)
keep({ a: { b: { c: 1 } }, pin: 1234, text: 'abcdefgh' })
console.log(JSON.stringify(spoor.events()[0].args[0].props))
`,
  'src/keep.js': 'export function keep(value) {\n  const kept = Object(value)\n  return kept\n}\n',
}
const values = { depth: 1, string: 3, redact: ['pin'] }
const LIMITED = [
  ['a', { k: 'opaque', name: 'Object' }],
  ['pin', { k: 'redacted' }],
  ['text', { k: 'string', v: 'abc', size: 8 }],
]

describe('limits that the build is given', () => {
  test.each(BUNDLERS)('hold in what %s has made', (bundler) => {
    const built = project(`limits-${bundler}`, FILES).build(bundler, { options: { enabled: true, console: false, values } })
    expect(JSON.parse(built.run())).toEqual(LIMITED)
  })

  test('are not there without a word on them', () => {
    const [a, pin] = JSON.parse(
      project('limits-none', FILES)
        .build('esbuild', { options: { enabled: true, console: false } })
        .run(),
    )
    expect(a).toEqual(['a', expect.objectContaining({ k: 'object', props: [['b', expect.objectContaining({ k: 'object' })]] })])
    expect(pin).toEqual(['pin', 1234])
  })

  test('yield to those of the program', () => {
    const app = project('limits-program', {
      ...FILES,
      'src/index.js': FILES['src/index.js'].replace('globalThis.program?.(spoor)', 'spoor.configure({ values: { string: 5 } })'),
    })
    const found = JSON.parse(app.build('esbuild', { options: { enabled: true, console: false, values } }).run())
    expect(found).toEqual([...LIMITED.slice(0, 2), ['text', { k: 'string', v: 'abcde', size: 8 }]])
  })

  test('are told apart by what is kept of earlier builds', () => {
    const app = project('limits-kept', FILES)
    const options = { enabled: true, console: false, cache: true }
    app.build('esbuild', { options })
    expect(JSON.parse(app.build('esbuild', { options: { ...options, values } }).run())).toEqual(LIMITED)
  })
})
