import { createEffect, createMemo, createResource, createSignal, For, on, onMount, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import { load, nameOf, type Stock } from './stock.ts'

interface Props {
  label: string
  onStep: (by: number) => void
}

export function Counter(props: Props) {
  const [count, setCount] = createSignal(0)
  const [stock, setStock] = createStore<Stock>({ name: 'none', left: 0 })
  const [wanted, setWanted] = createSignal<string>()
  const [found] = createResource(wanted, load)
  const doubled = createMemo(() => {
    console.log('memo', props.label)
    return count() * 2
  })

  function add(by: number): void {
    setCount(count() + by)
    props.onStep(by)
  }

  const fail = (): never => {
    throw new RangeError(`no more ${props.label}`)
  }

  async function fetchStock(): Promise<void> {
    setStock(await load('lamp'))
    setWanted('rope')
  }

  const grow = () => setStock(`extra${Object.keys(stock).length}`, 1)

  const show = (key: string): string => {
    console.log('render', key)
    return `${key} is ${stock[key]}`
  }

  createEffect(() => console.log('effect', nameOf(stock)))
  createEffect(on(count, (now, before) => console.log('count', before, now), { defer: true }))
  onMount(() => {
    console.log('mounted')
  })

  return (
    <section>
      <output id="count">
        {props.label}: {doubled()}
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
      <button id="grow" on:click={grow}>
        grow
      </button>
      <ul>
        <For each={Object.keys(stock)}>{(key) => <li>{show(key)}</li>}</For>
      </ul>
      <Show when={found()}>{(it) => <i>{it().name} came</i>}</Show>
    </section>
  )
}
