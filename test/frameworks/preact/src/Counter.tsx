import { memo } from 'preact/compat'
import { useCallback, useEffect, useMemo, useReducer, useState } from 'preact/hooks'
import { load, nameOf, type Stock } from './stock.ts'

interface Props {
  label: string
  onStep: (by: number) => void
}

export function Counter({ label, onStep }: Props) {
  const [count, setCount] = useState(0)
  const [stock, put] = useReducer((held: Stock, more: Partial<Stock>): Stock => ({ ...held, ...more }) as Stock, { name: 'none', left: 0 })
  const doubled = useMemo(() => {
    console.log('memo', label)
    return count * 2
  }, [count])

  const add = useCallback(
    (by: number): void => {
      setCount((before) => before + by)
      onStep(by)
    },
    [onStep],
  )

  function fail(): never {
    throw new RangeError(`no more ${label}`)
  }

  async function fetchStock(): Promise<void> {
    put(await load('lamp'))
  }

  useEffect(() => {
    console.log('effect', nameOf(stock))
    return () => console.log('clean up')
  }, [stock])

  console.log('Counter', count)
  return (
    <section>
      <output id="count">
        {label}: {doubled}
      </output>
      <button id="add" onClick={() => add(1)}>
        add
      </button>
      <button id="fail" onClick={fail}>
        fail
      </button>
      <button id="load" onClick={fetchStock}>
        load
      </button>
      <ul>
        {Object.entries(stock).map(([key, value]) => (
          <Row key={key} text={`${key} is ${value}`} />
        ))}
      </ul>
    </section>
  )
}

const Row = memo(({ text }: { text: string }) => {
  console.log('Row', text)
  return <li>{text}</li>
})
