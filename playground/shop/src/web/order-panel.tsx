import { useEffect, useState } from 'preact/hooks'
import type { OrderEvent, OrderStep } from '../core/events.ts'
import { receiptLines, type Order } from '../core/order.ts'
import { api } from './api.ts'

interface Props {
  order: Order
  onAgain(): void
}

const steps: OrderStep[] = ['placed', 'paid', 'packed', 'shipped', 'delivered']

/** The receipt, and where the parcel is. */
export function OrderPanel({ order, onAgain }: Props) {
  const events = useEvents(order.id)
  return (
    <div class="panel order">
      <h1>Thank you</h1>
      <ol class="timeline">
        {steps.map((step) => (
          <Step key={step} step={step} event={events.find((event) => event.step === step)} />
        ))}
      </ol>
      <pre class="receipt">{[...receiptLines(order)].join('\n')}</pre>
      <button class="buy" onClick={onAgain}>
        Shop again
      </button>
    </div>
  )
}

function Step({ step, event }: { step: OrderStep; event: OrderEvent | undefined }) {
  return (
    <li class={event ? 'done' : ''}>
      <b>{step}</b>
      <span>{event?.note}</span>
    </li>
  )
}

function useEvents(orderId: string): OrderEvent[] {
  const [events, setEvents] = useState<OrderEvent[]>([])
  useEffect(() => {
    const leave = new AbortController()
    void listen(orderId, leave.signal, (event) => setEvents((seen) => [...seen, event]))
    return () => leave.abort()
  }, [orderId])
  return events
}

async function listen(orderId: string, signal: AbortSignal, tell: (event: OrderEvent) => void): Promise<void> {
  try {
    for await (const event of api.events(orderId, signal)) tell(event)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
