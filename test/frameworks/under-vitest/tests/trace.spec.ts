import { spoor } from 'spoor/runtime'
import { expect, it } from 'vitest'
import { Cart } from '../src/cart.ts'

it('is traced where it was asked for', async () => {
  spoor.clear()
  await new Cart().add('lamp').total()
  const before = spoor.events().length
  spoor.on('src/prices.ts')
  await new Cart().add('lamp').total()
  const after = spoor.events().length - before
  const { sites } = spoor.status()
  expect(sites).toBeGreaterThanOrEqual(0)
  console.log(`TRACED ${JSON.stringify({ instrumented: sites > 0, before, after })}`)
})
