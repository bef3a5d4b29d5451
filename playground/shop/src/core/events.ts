import type { Clock } from './clock.ts'
import { Money } from './money.ts'
import type { Order } from './order.ts'

export type OrderStep = 'placed' | 'paid' | 'packed' | 'shipped' | 'delivered'

export interface OrderEvent {
  orderId: string
  step: OrderStep
  at: number
  note: string
}

const waits: [OrderStep, number][] = [
  ['placed', 0],
  ['paid', 200],
  ['packed', 400],
  ['shipped', 500],
  ['delivered', 700],
]

const notes: Record<OrderStep, (order: Order) => string> = {
  placed: (order) => `${order.lines.length} kinds of things`,
  paid: (order) => String(Money.cents(order.total)),
  packed: (order) => `${pieces(order)} pieces in one parcel`,
  shipped: (order) => order.label,
  delivered: () => 'Left with the neighbour',
}

/** What happens to an order, as it happens. `onEnd` runs also when the listener goes away early. */
export async function* orderEvents(order: Order, clock: Clock, onEnd?: (seen: number) => void): AsyncGenerator<OrderEvent, void, void> {
  let seen = 0
  try {
    for (const [step, wait] of waits) {
      await clock.sleep(wait)
      seen++
      yield { orderId: order.id, step, at: clock.now(), note: notes[step](order) }
    }
  } finally {
    onEnd?.(seen)
  }
}

function pieces(order: Order): number {
  return order.lines.reduce((sum, line) => sum + line.quantity, 0)
}
