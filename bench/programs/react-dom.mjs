import { createElement as h, useMemo, useState } from 'react'
import { renderToString } from 'react-dom/server.browser'
import { checksum } from './checksum.mjs'

const rows = Array.from({ length: 300 }, (_, id) => ({
  id,
  name: `Item ${id}`,
  price: (id * 37) % 997,
  tags: ['a', 'b', 'c'].slice(id % 3),
}))

function Tag({ text }) {
  return h('span', { className: 'tag' }, text)
}

function Row({ row, onPick }) {
  const [open] = useState(row.id % 2 === 0)
  const price = useMemo(() => (row.price / 100).toFixed(2), [row.price])
  const tags = row.tags.map((tag) => h(Tag, { key: tag, text: tag }))
  return h('tr', { className: open ? 'open' : undefined, onClick: onPick, style: { color: 'red', marginTop: row.id } }, [
    h('td', { key: 1 }, row.name),
    h('td', { key: 2, 'data-price': price }, price),
    h('td', { key: 3 }, tags),
  ])
}

function Table({ rows }) {
  return h(
    'table',
    null,
    h(
      'tbody',
      null,
      rows.map((row) => h(Row, { key: row.id, row, onPick: () => row.id })),
    ),
  )
}

export const run = () => renderToString(h(Table, { rows }))

export const digest = checksum
