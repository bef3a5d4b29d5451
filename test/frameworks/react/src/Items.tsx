import { forwardRef, memo, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useRenders } from './renders'

interface Item {
  id: number
  title: string
}

const Row = memo(function Row({ item, onPick }: { item: Item; onPick: (id: number) => void }) {
  useRenders('Row')
  return <li onClick={() => onPick(item.id)}>{item.title}</li>
})

const Field = forwardRef<HTMLInputElement, { label: string; onText(text: string): void }>(({ label, onText }, ref) => (
  <label>
    {label}
    <input ref={ref} onChange={(event) => onText(event.target.value)} />
  </label>
))

export const Items = ({ children }: { children?: ReactNode }) => {
  useRenders('Items')
  const field = useRef<HTMLInputElement>(null)
  const [items, setItems] = useState<Item[]>([])
  const [filter, setFilter] = useState('')
  const [picked, setPicked] = useState<number>()
  const shown = useMemo(() => items.filter((item) => item.title.includes(filter)), [items, filter])

  async function load() {
    const response = await fetch('/items.json')
    const titles = (await response.json()) as string[]
    setItems(titles.map((title, id) => ({ id, title })))
    field.current?.focus()
  }

  const onPick = (id: number) => {
    setPicked(id)
  }
  return (
    <section>
      <Field ref={field} label="Filter" onText={setFilter} />
      <button id="load" onClick={() => void load()}>
        Load
      </button>
      <ul>
        {shown.map((item) => (
          <Row key={item.id} item={item} onPick={onPick} />
        ))}
      </ul>
      <output>picked: {picked}</output>
      {children}
    </section>
  )
}
