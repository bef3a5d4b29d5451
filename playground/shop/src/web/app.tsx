import { CartPanel } from './cart-panel.tsx'
import { Notice } from './notice.tsx'
import { OrderPanel } from './order-panel.tsx'
import { ProductCard } from './product-card.tsx'
import { useSearch } from './use-search.ts'
import { useShop } from './use-shop.ts'

export function App() {
  const shop = useShop()
  const { text, setText, found } = useSearch(shop.products)
  return (
    <>
      <header class="top">
        <Brand />
        <input
          class="search"
          type="search"
          placeholder="Search: map, rain, summit…"
          aria-label="Search the shop"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </header>
      <main class="page">
        <section class="products" aria-label="Products">
          {found.map((product) => (
            <ProductCard key={product.sku} product={product} onAdd={() => shop.add(product.sku, 1)} />
          ))}
          {found.length === 0 && text !== '' && <p class="nothing">Nothing here is called “{text}”.</p>}
        </section>
        <aside class="side">
          {shop.error && <Notice error={shop.error} onClose={shop.dismiss} />}
          {shop.order ? (
            <OrderPanel order={shop.order} onAgain={shop.startAgain} />
          ) : (
            <CartPanel cart={shop.cart} busy={shop.busy} onAdd={shop.add} onCode={shop.discount} onBuy={shop.checkout} />
          )}
        </aside>
      </main>
    </>
  )
}

function Brand() {
  return (
    <a class="brand" href="/">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <path d="M3 26 12 9l6 11 4-6 7 12z" />
      </svg>
      <span>
        Fieldmark <small>things for outside</small>
      </span>
    </a>
  )
}
