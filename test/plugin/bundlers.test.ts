import { describe, expect, test } from 'vitest'
import { MARK } from '@spoor/shared'
import { BUNDLERS, codeOf, PROGRAM, project } from './fixture.ts'

const SYNTAX_ERROR = 'export function broken( {\n'

describe.each(BUNDLERS)('%s', (bundler) => {
  const app = project(bundler)

  test('production: byte for byte the build without the plugin', () => {
    const bare = app.build(bundler, { bare: true })
    const absent = app.build(bundler)
    expect(Object.keys(bare.files).length).toBeGreaterThan(0)
    expect(absent.files).toEqual(bare.files)
    expect(absent.printed).not.toContain('spoor')
    expect(bare.run()).toBe('7\n')
  })

  test('SPOOR=1: the probes are in, the program does as before, and the build says so', () => {
    const built = app.build(bundler, { env: { SPOOR: '1' } })
    expect(built.printed).toMatch(/spoor: 4 functions in 2 files traced, \d+ ms|spoor: \d functions in 2 files traced/)
    expect(codeOf(built)).toContain(MARK)
    expect(codeOf(built)).toContain('src/cart.js')
    expect(built.run()).toBe('7\n')
  })

  test('SPOOR=idle: the probes are in and say nothing', () => {
    const built = app.build(bundler, { env: { SPOOR: 'idle' } })
    expect(codeOf(built)).toContain(MARK)
    expect(built.run()).toBe('7\n')
  })

  test('console: the program prints its call tree', () => {
    const built = app.build(bundler, { options: { enabled: true, console: true } })
    expect(built.run()).toContain('add')
  })

  test('SPOOR=0 beats the option', () => {
    expect(codeOf(app.build(bundler, { options: { enabled: true }, env: { SPOOR: '0' } }))).not.toContain(MARK)
  })

  test('SPOOR with selectors: those files and functions only', () => {
    const code = codeOf(app.build(bundler, { env: { SPOOR: 'src/cart.js#Cart.put' } }))
    expect(code).toMatch(/["'`]src\/cart\.js["'`]/)
    expect(code).not.toMatch(/["'`]src\/add\.js["'`]/)
  })

  test('nothing matched: one warning that names selectors and root', () => {
    const { printed } = app.build(bundler, { options: { include: 'lib/**', enabled: true } })
    expect(printed.match(/none of the modules matches lib\/\*\*/g)).toHaveLength(1)
    expect(printed).toContain(app.root)
  })

  test('a file that cannot be parsed: one warning of ours, and the bundler’s own error', () => {
    const broken = project(`${bundler}-broken`, { ...PROGRAM, 'src/add.js': SYNTAX_ERROR })
    const bare = broken.build(bundler, { bare: true })
    const { printed, status } = broken.build(bundler, { options: { enabled: true } })
    expect(bare.status).toBe(1)
    expect(status).toBe(1)
    expect(printed.match(/src\/add\.js:\d+:\d+ cannot be parsed/g)).toHaveLength(1)
  })

  test('options are checked before the build', () => {
    const { printed, status } = app.build(bundler, { options: { inclde: 'src/**' } })
    expect(status).toBe(1)
    expect(printed).toContain('Did you mean `include`?')
  })
})
