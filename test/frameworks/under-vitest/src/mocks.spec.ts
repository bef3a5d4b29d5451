import { expect, it, vi } from 'vitest'
import { twice } from './mocked.ts'

const { price } = vi.hoisted(() => ({ price: 7 }))

vi.mock('./prices.ts', async (original) => {
  const actual = await original<typeof import('./prices.ts')>()
  return { ...actual, priceOf: vi.fn<() => Promise<number>>(async () => price) }
})

it('is mocked', async () => {
  expect(await twice('anything')).toBe(14)
})

it('is unmocked later', async () => {
  vi.doUnmock('./prices.ts')
  const { priceOf } = await vi.importActual<typeof import('./prices.ts')>('./prices.ts')
  expect(await priceOf('lamp')).toBe(30)
})
