import { z } from 'zod'
import { checksumOf } from './checksum.mjs'

// Without code made from text, which no instrumenter sees.
z.config({ jitless: true })

const address = z.object({ street: z.string().min(1), zip: z.string().regex(/^\d{5}$/), country: z.enum(['de', 'fr', 'it']) })
const order = z.object({
  id: z.number().int().positive(),
  mail: z.email(),
  placed: z.coerce.date(),
  address,
  lines: z.array(z.object({ name: z.string(), price: z.number().nonnegative(), note: z.string().optional() })).min(1),
  payment: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('card'), last4: z.string().length(4) }),
    z.object({ kind: z.literal('invoice'), terms: z.number().default(30) }),
  ]),
})

const inputs = Array.from({ length: 60 }, (_, i) => ({
  id: i % 10 ? i : -1,
  mail: `person${i}@example.com`,
  placed: '2026-01-02T03:04:05Z',
  address: { street: 'Main 1', zip: i % 7 ? '12345' : 'x', country: 'de' },
  lines: Array.from({ length: 5 }, (_, n) => ({ name: `n${n}`, price: n, note: n % 2 ? 'note' : undefined })),
  payment: i % 2 ? { kind: 'card', last4: '1234' } : { kind: 'invoice' },
}))

export const run = () => inputs.map((input) => order.safeParse(input))

export const digest = (results) => checksumOf(results.map(({ success, data, error }) => (success ? data : error.issues)))
