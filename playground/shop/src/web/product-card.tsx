import type { ProductRecord } from '../core/catalog.ts'
import { Money } from '../core/money.ts'
import { Glyph } from './glyph.tsx'

interface Props {
  product: ProductRecord
  onAdd(): void
}

export function ProductCard({ product, onAdd }: Props) {
  const { sku, name, category, price, stock, note } = product
  return (
    <article class={`card ${category}`} data-sku={sku}>
      <div class="picture">
        <Glyph sku={sku} />
        <Stock left={stock} />
      </div>
      <h2>{name}</h2>
      <p>{note}</p>
      <footer>
        <span class="price">{String(Money.cents(price))}</span>
        <button onClick={onAdd} disabled={stock === 0} aria-label={`Add ${name}`}>
          Add
        </button>
      </footer>
    </article>
  )
}

function Stock({ left }: { left: number }) {
  if (left > 5) return null
  return <span class="stock">{left === 0 ? 'Sold out' : `${left} left`}</span>
}
