import type { Cart, CartLine } from './cart.ts'
import { Money } from './money.ts'

export interface OrderLine {
  sku: string
  name: string
  quantity: number
  total: number
}

/** An order as it is stored and sent: amounts are in cents. */
export interface Order {
  id: string
  label: string
  lines: OrderLine[]
  subtotal: number
  discount: number
  total: number
  placedAt: number
}

export function draftOrder(cart: Cart, label: string, off: Money, now: number): Omit<Order, 'id'> {
  const { subtotal } = cart
  return {
    label,
    lines: Array.from(cart.lines(), orderLine),
    subtotal: subtotal.cents,
    discount: off.cents,
    total: subtotal.minus(off).cents,
    placedAt: now,
  }
}

function orderLine({ product, quantity, total }: CartLine): OrderLine {
  return { sku: product.sku, name: product.name, quantity, total: total.cents }
}

const width = 36

/** The receipt, line by line. */
export function* receiptLines(order: Order): Generator<string, void, void> {
  yield `Receipt ${order.id}`
  yield* itemLines(order.lines)
  if (order.discount > 0) yield row('Discount', Money.cents(-order.discount))
  yield row('Total', Money.cents(order.total))
}

function* itemLines(lines: OrderLine[]): Generator<string, void, void> {
  for (const { name, quantity, total } of lines) yield row(`${quantity} × ${name}`, Money.cents(total))
}

function row(left: string, amount: Money): string {
  const right = String(amount)
  return left + '.'.repeat(Math.max(width - left.length - right.length, 1)) + right
}
