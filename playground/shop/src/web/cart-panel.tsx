import type { CheckoutRequest } from '../core/checkout.ts'
import { Money } from '../core/money.ts'
import type { CartView } from '../core/shop.ts'
import { CheckoutForm } from './checkout-form.tsx'
import { DiscountForm } from './discount-form.tsx'

interface Props {
  cart: CartView | null
  busy: boolean
  onAdd(sku: string, quantity: number): void
  onCode(code: string): void
  onBuy(request: CheckoutRequest): void
}

export function CartPanel({ cart, busy, onAdd, onCode, onBuy }: Props) {
  if (!cart || cart.lines.length === 0) return <EmptyCart />
  return (
    <div class="panel" aria-busy={busy}>
      <h1>Your cart</h1>
      <ul class="lines">
        {cart.lines.map((line) => (
          <Line key={line.sku} line={line} onAdd={onAdd} />
        ))}
      </ul>
      <DiscountForm current={cart.discount?.label} onCode={onCode} />
      <Totals cart={cart} />
      <CheckoutForm busy={busy} onBuy={onBuy} />
    </div>
  )
}

function EmptyCart() {
  return (
    <div class="panel empty">
      <h1>Your cart</h1>
      <p>Nothing in it yet. The path is long; start with socks.</p>
    </div>
  )
}

function Line({ line, onAdd }: { line: CartView['lines'][number]; onAdd: Props['onAdd'] }) {
  const { sku, name, quantity, total } = line
  return (
    <li>
      <span class="name">{name}</span>
      <span class="stepper">
        <button aria-label={`One ${name} less`} onClick={() => onAdd(sku, -1)}>
          −
        </button>
        <output>{quantity}</output>
        <button aria-label={`One ${name} more`} onClick={() => onAdd(sku, 1)}>
          +
        </button>
      </span>
      <span class="amount">{String(Money.cents(total))}</span>
    </li>
  )
}

function Totals({ cart }: { cart: CartView }) {
  const { discount, subtotal, total } = cart
  return (
    <dl class="totals">
      <dt>Subtotal</dt>
      <dd>{String(Money.cents(subtotal))}</dd>
      {discount && <dt>{discount.code}</dt>}
      {discount && <dd class="off">{String(Money.cents(-discount.amount))}</dd>}
      <dt class="sum">Total</dt>
      <dd class="sum">{String(Money.cents(total))}</dd>
    </dl>
  )
}
