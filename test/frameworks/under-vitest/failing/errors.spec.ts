import { expect, it } from 'vitest'
import { Cart } from '../src/cart.ts'

it('throws in a function', () => {
  new Cart().add('lamp', -1)
})

it('throws behind an await', async () => {
  await new Cart().add('tent').total()
})

it('is not equal', () => {
  const cart = new Cart().add('lamp')
  expect(cart.size).toBe(2)
})
