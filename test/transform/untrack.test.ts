import { expect, test } from 'vitest'
import { transform } from '../../packages/transform/src/index.ts'

const made = (code: string, id = '/app/a.ts'): string => transform(code, id, { root: '/app' })?.code ?? ''

test('where something is imported from Solid, its untrack is imported behind it, so that nothing is loaded in another order', () => {
  const code = made("import './first.ts'\nimport { createSignal } from 'solid-js'\nexport const f = () => createSignal(1)")
  expect(code).toContain(`import { createSignal } from 'solid-js';import{untrack as _$pu}from"solid-js";\n`)
  expect(code.indexOf('./first.ts')).toBeLessThan(code.indexOf('solid-js'))
  // Asked for when a value is looked at, not while modules load.
  expect(code).toContain(',()=>_$pu)')
})

test.each([
  ['nothing is', 'export const f = () => 1'],
  ['types are', "import type { Accessor } from 'solid-js'\nexport const f = (a: Accessor<number>) => a"],
  ['types are, by name', "import { type Accessor } from 'solid-js'\nexport const f = (a: Accessor<number>) => a"],
  ['what may be types is', "import { Accessor } from 'solid-js'\nexport const f = (a: Accessor<number>) => a"],
  ['the whole is', "import 'solid-js'\nexport const f = () => 1"],
])('not where %s imported', (_, code) => {
  expect(made(code)).toContain('_$pe')
  expect(made(code)).not.toContain('untrack')
})
