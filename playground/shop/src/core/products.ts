import type { ProductRecord } from './catalog.ts'

/** What the shop sells on its first day. Prices are in cents. */
const products: ProductRecord[] = [
  {
    sku: 'boots',
    name: 'Ridge boots',
    category: 'wear',
    price: 18900,
    stock: 8,
    note: 'Waxed leather, resoled for free, for ever.',
  },
  {
    sku: 'lamp',
    name: 'Ember lantern',
    category: 'camp',
    price: 4950,
    stock: 14,
    note: 'Warm light for thirty hours, dimmed with a thumb.',
  },
  {
    sku: 'map',
    name: 'Survey map 1:25 000',
    category: 'find',
    price: 1290,
    stock: 60,
    note: 'Every path, spring and ruin of the north valley.',
  },
  {
    sku: 'compass',
    name: 'Brass compass',
    category: 'find',
    price: 3800,
    stock: 20,
    note: 'Damped needle, mirror lid, no battery.',
  },
  {
    sku: 'tent',
    name: 'Two-season tent',
    category: 'camp',
    price: 32900,
    stock: 3,
    note: 'Two people, two doors, one kilo and a half.',
  },
  {
    sku: 'flask',
    name: 'Steel flask',
    category: 'camp',
    price: 2990,
    stock: 35,
    note: 'Hot at dawn, still hot at the summit.',
  },
  {
    sku: 'rope',
    name: 'Rope, 30 m',
    category: 'climb',
    price: 8600,
    stock: 11,
    note: 'Dry-treated, 9.2 mm, middle mark.',
  },
  {
    sku: 'notebook',
    name: 'Field notebook',
    category: 'find',
    price: 1150,
    stock: 80,
    note: 'Paper that takes a pencil in the rain.',
  },
  {
    sku: 'glass',
    name: 'Field glass 8×32',
    category: 'find',
    price: 24500,
    stock: 1,
    note: 'The last one of its series.',
  },
  { sku: 'axe', name: 'Ice axe', category: 'climb', price: 9900, stock: 0, note: 'Back when the snow is.' },
  {
    sku: 'hood',
    name: 'Rain hood',
    category: 'wear',
    price: 13900,
    stock: 9,
    note: 'Three layers, taped seams, packs into its pocket.',
  },
  { sku: 'socks', name: 'Wool socks', category: 'wear', price: 1890, stock: 120, note: 'Three pairs, left and right.' },
]

export default products
