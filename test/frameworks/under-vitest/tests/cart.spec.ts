import { expect, it, vi } from 'vitest'
import { Cart, describe, ids } from '../src/cart.ts'

it('adds', async () => {
  const cart = new Cart().add('lamp').add('lamp', 3).add('rope')
  expect(cart.size).toBe(2)
  expect(await cart.total()).toBeCloseTo(118.8)
  expect([describe(cart), describe(new Cart())]).toMatchInlineSnapshot(`
    [
      "2 kinds",
      "empty",
    ]
  `)
})

it('throws', async () => {
  expect(() => new Cart().add('lamp', 0)).toThrow(new RangeError('cannot add 0 of lamp'))
  await expect(new Cart().add('tent').total()).rejects.toThrow('no price for tent')
})

it('counts', () => {
  const [first, second] = ids(4)
  expect([first, second]).toEqual([4, 5])
})

it('spies', () => {
  const add = vi.spyOn(Cart.prototype, 'add').mockReturnThis()
  expect(new Cart().add('x').size).toBe(0)
  expect(add.mock.calls).toEqual([['x']])
  add.mockRestore()
})
