import type { PGlite, Transaction } from '@electric-sql/pglite'
import { Cart } from '../core/cart.ts'
import { Product, type ProductRecord } from '../core/catalog.ts'
import type { DiscountKind, DiscountRecord } from '../core/discounts.ts'
import type { Order, OrderLine } from '../core/order.ts'
import type { Store } from '../core/store.ts'

type Row = Record<string, unknown>
type Queries = Pick<PGlite | Transaction, 'query'>

const productColumns = 'sku, name, category, price, stock, note'

/** The store over Postgres, or over one transaction of it. */
export class PgStore implements Store {
  constructor(
    private readonly queries: Queries,
    private readonly db?: PGlite,
  ) {}

  static over(db: PGlite): PgStore {
    return new PgStore(db, db)
  }

  products(): Promise<ProductRecord[]> {
    return this.#all<ProductRecord>(`select ${productColumns} from products order by position`)
  }

  async product(sku: string): Promise<Product | undefined> {
    const record = await this.#first<ProductRecord>(`select ${productColumns} from products where sku = $1`, sku)
    return record && new Product(record)
  }

  async createCart(): Promise<Cart> {
    const row = await this.#first<{ id: string }>('insert into carts default values returning id')
    return new Cart(row!.id)
  }

  async cart(id: string): Promise<Cart | undefined> {
    const row = await this.#first<{ discount_code: string | null }>('select discount_code from carts where id::text = $1', id)
    if (!row) return undefined
    const cart = new Cart(id)
    cart.discountCode = row.discount_code ?? undefined
    for (const line of await this.#cartLines(id)) cart.add(new Product(line), line.quantity)
    return cart
  }

  async saveCart(cart: Cart): Promise<void> {
    await this.transaction(async (store) => {
      const { queries } = store as PgStore
      await queries.query('update carts set discount_code = $2 where id = $1', [cart.id, cart.discountCode ?? null])
      await queries.query('delete from cart_lines where cart_id = $1', [cart.id])
      for (const { product, quantity } of cart.lines()) {
        const values = [cart.id, product.sku, quantity]
        await queries.query('insert into cart_lines (cart_id, sku, quantity) values ($1, $2, $3)', values)
      }
    })
  }

  async discount(code: string): Promise<DiscountRecord | undefined> {
    const row = await this.#first<Row>('select * from discounts where code = $1', code)
    return row && readDiscount(row)
  }

  async takeStock(sku: string, quantity: number): Promise<{ taken: boolean; left: number }> {
    const sql = 'update products set stock = stock - $2 where sku = $1 and stock >= $2 returning stock'
    const row = await this.#first<{ stock: number }>(sql, sku, quantity)
    if (row) return { taken: true, left: row.stock }
    const shelf = await this.#first<{ stock: number }>('select stock from products where sku = $1', sku)
    return { taken: false, left: shelf?.stock ?? 0 }
  }

  async saveOrder(draft: Omit<Order, 'id'>): Promise<Order> {
    const { label, lines, subtotal, discount, total, placedAt } = draft
    const sql = `insert into orders (label, lines, subtotal, discount, total, placed_at)
      values ($1, $2, $3, $4, $5, $6) returning id`
    const values = [label, JSON.stringify(lines), subtotal, discount, total, new Date(placedAt)]
    const row = await this.#first<{ id: number }>(sql, ...values)
    return { id: String(row!.id), ...draft }
  }

  async order(id: string): Promise<Order | undefined> {
    const row = await this.#first<Row>('select * from orders where id::text = $1', id)
    return row && readOrder(row)
  }

  /** Inside a transaction, `work` joins it. */
  async transaction<T>(work: (store: Store) => Promise<T>): Promise<T> {
    if (!this.db) return work(this)
    return this.db.transaction((tx) => work(new PgStore(tx)))
  }

  #cartLines(id: string): Promise<(ProductRecord & { quantity: number })[]> {
    return this.#all(
      `select ${productColumns}, quantity from cart_lines join products using (sku)
       where cart_id = $1 order by cart_lines.position`,
      id,
    )
  }

  async #all<T>(sql: string, ...values: unknown[]): Promise<T[]> {
    const { rows } = await this.queries.query<T>(sql, values)
    return rows
  }

  async #first<T>(sql: string, ...values: unknown[]): Promise<T | undefined> {
    const [row] = await this.#all<T>(sql, ...values)
    return row
  }
}

function readDiscount({ code, kind, value, expires }: Row): DiscountRecord {
  return {
    code: code as string,
    kind: kind as DiscountKind,
    value: value as number,
    expires: expires instanceof Date ? expires.getTime() : null,
  }
}

function readOrder(row: Row): Order {
  return {
    id: String(row.id),
    label: row.label as string,
    lines: row.lines as OrderLine[],
    subtotal: row.subtotal as number,
    discount: row.discount as number,
    total: row.total as number,
    placedAt: (row.placed_at as Date).getTime(),
  }
}
