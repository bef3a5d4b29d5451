import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { ProductRecord } from '../core/catalog.ts'
import { SearchClient } from '../worker/search-client.ts'

/** The products that match what is typed, best first; all of them while nothing is typed. */
export function useSearch(products: ProductRecord[]) {
  const [text, setText] = useState('')
  const [skus, setSkus] = useState<string[] | null>(null)
  const client = useSearchClient(products)

  useEffect(() => {
    if (text.trim() === '') return setSkus(null)
    let stale = false
    void client.current?.search(text).then((hits) => stale || setSkus(hits.map((hit) => hit.sku)))
    return () => void (stale = true)
  }, [text, products])

  const found = useMemo(() => pick(products, skus), [products, skus])
  return { text, setText, found }
}

function useSearchClient(products: ProductRecord[]) {
  const client = useRef<SearchClient | null>(null)
  useEffect(() => {
    if (products.length === 0) return
    client.current = new SearchClient(products)
    return () => client.current?.close()
  }, [products])
  return client
}

function pick(products: ProductRecord[], skus: string[] | null): ProductRecord[] {
  if (!skus) return products
  return skus.flatMap((sku) => products.find((product) => product.sku === sku) ?? [])
}
