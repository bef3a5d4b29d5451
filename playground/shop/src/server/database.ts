import { PGlite, type Transaction } from '@electric-sql/pglite'
import type { ProductRecord } from '../core/catalog.ts'
import { discounts, type DiscountRecord } from '../core/discounts.ts'
import products from '../core/products.ts'
import { schema } from './schema.ts'

/** A Postgres in this process's memory, with the shop's tables and what it sells on its first day. */
export async function openDatabase(): Promise<PGlite> {
  const db = await PGlite.create()
  await db.exec(schema)
  await db.transaction(async (tx) => {
    for (const product of products) await insertProduct(tx, product)
    for (const discount of discounts) await insertDiscount(tx, discount)
  })
  return db
}

async function insertProduct(tx: Transaction, { sku, name, category, price, stock, note }: ProductRecord): Promise<void> {
  await tx.query('insert into products (sku, name, category, price, stock, note) values ($1, $2, $3, $4, $5, $6)', [
    sku,
    name,
    category,
    price,
    stock,
    note,
  ])
}

async function insertDiscount(tx: Transaction, { code, kind, value, expires }: DiscountRecord): Promise<void> {
  const until = expires === null ? null : new Date(expires)
  await tx.query('insert into discounts values ($1, $2, $3, $4)', [code, kind, value, until])
}
