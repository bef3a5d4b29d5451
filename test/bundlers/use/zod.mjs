// @ts-nocheck: misuse is part of it.
import { z } from 'zod'
import { attempt, log } from './log.mjs'

const Line = z.object({ sku: z.string().min(2), quantity: z.number().int().positive().default(1) })
const Payment = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('card'), number: z.string().regex(/^\d{4}$/) }),
  z.object({ kind: z.literal('cash'), change: z.coerce.number() }),
])
const Order = z
  .object({ lines: z.array(Line).nonempty(), payment: Payment, note: z.string().optional() })
  .transform((order) => ({ ...order, pieces: order.lines.reduce((sum, { quantity }) => sum + quantity, 0) }))
  .refine(({ pieces }) => pieces < 10, { message: 'too many', path: ['lines'] })

const order = { lines: [{ sku: 'boots' }, { sku: 'socks', quantity: 3 }], payment: { kind: 'cash', change: '7.5' } }
attempt('good', () => Order.parse(order))
attempt('bad', () => Order.parse({ lines: [{ sku: 'x', quantity: -1 }], payment: { kind: 'card', number: 'none' } }))
attempt('many', () => Order.safeParse({ ...order, lines: [{ sku: 'rope', quantity: 12 }] }).error.issues)
attempt('functions', () => [Line.parse.length, Object.keys(Line.shape), z.string.length, z.object.length])
const Late = z.string().refine(async (text) => text.startsWith('a'))
log.push(['late', await Late.parseAsync('abc'), await Late.safeParseAsync('xyz').then(({ success }) => success)])
