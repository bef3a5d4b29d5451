import { autorun, computed, observable, runInAction } from 'mobx'
import { beforeEach, describe, expect, test } from 'vitest'
import { computed as vueComputed, createRenderer, effect, markRaw, reactive, readonly, ref, shallowReactive } from 'vue'
import type { Call } from '../../packages/runtime/src/call.ts'
import { formatSnapshot, snapshot, spoor } from '../../packages/runtime/src/index.ts'
import { $e, $x, calls, sites } from './program.ts'

beforeEach(() => spoor.clear())

const $f = sites('look')

/** An instrumented function that is given a value and reads nothing of it. */
function look(value: unknown): void {
  const call = $e($f['s0'] as number, [value]) as Call
  $x(call, value)
}

/** What was recorded of the value that `look` was last given. */
function seen(): string[] {
  const call = calls().at(-1)
  return [call?.args?.[0] ?? 'nothing', call?.value ?? 'nothing'].map((shot) => formatSnapshot(shot))
}

describe('Vue', () => {
  // As an application does; it leaves Vue's mark on the global object.
  createRenderer({} as never)

  /** How often an effect runs that hands the value on, while `change` does its work. */
  function runs(value: unknown, change: () => void): number {
    let times = 0
    effect(() => {
      times++
      look(value)
    })
    change()
    return times
  }

  test('an effect does not come to depend on the keys of what a traced function is given', () => {
    const stock = reactive<Record<string, number>>({ lamp: 1 })
    expect(runs(stock, () => (stock['rope'] = 2))).toBe(1)
    expect(seen()).toEqual(['{lamp: 1}', '{lamp: 1}'])
  })

  test('nor on items, entries, values of references, or what stands deeper', () => {
    const list = reactive([{ lamp: 1 }])
    const map = reactive(new Map([['a', { lamp: 1 }]]))
    const held = ref({ lamp: 1 })
    const all = { list, map, held, frozen: readonly(list), shallow: shallowReactive({ list }) }
    const change = (): void => {
      list.push({ lamp: 2 })
      ;(list[0] as Record<string, number>)['rope'] = 1
      map.set('b', { lamp: 3 })
      held.value = { lamp: 2 }
    }
    expect(runs(all, change)).toBe(1)
    expect(runs(list, change)).toBe(1)
    expect(runs(map, change)).toBe(1)
    expect(seen()[0]).toMatch(/^Map\(2\) \{'a' => \{lamp: 1\}/)
  })

  test('their content is told, whatever is wrapped around it', () => {
    const list = reactive([{ lamp: 1 }])
    const doubled = vueComputed(() => list.length * 2)
    expect(doubled.value).toBe(2)
    expect(formatSnapshot(snapshot({ frozen: readonly(list), held: ref(3), doubled }), 100)).toBe(
      '{frozen: [{lamp: 1}], held: RefImpl {value: 3}, doubled: ComputedRefImpl {value: 2}}',
    )
    expect(snapshot(markRaw({ lamp: 1 }))).toMatchObject({ k: 'object', props: [['lamp', 1]] })
  })

  test('without the guard such an effect runs again', () => {
    const stock = reactive<Record<string, number>>({ lamp: 1 })
    let times = 0
    effect(() => {
      times++
      Object.keys(stock)
    })
    stock['rope'] = 2
    expect(times).toBe(2)
  })
})

describe('MobX', () => {
  test('a reaction does not come to depend on what a traced function is given', () => {
    const stock = observable<Record<string, number>>({ lamp: 1 })
    const list = observable([{ lamp: 1 }])
    const map = observable(new Map([['a', 1]]))
    const all = { stock, list, map }
    let times = 0
    const stop = autorun(() => {
      times++
      for (const value of [stock, list, map, all]) look(value)
    })
    runInAction(() => {
      stock['rope'] = 1
      stock['lamp'] = 2
      list.push({ lamp: 2 })
      map.set('b', 2)
    })
    stop()
    expect(times).toBe(1)
  })

  test('what a reaction reads itself it still depends on, and a computed value is cached as ever', () => {
    const stock = observable({ lamp: 1 })
    let worked = 0
    const doubled = computed(() => {
      worked++
      look(stock)
      return stock.lamp * 2
    })
    const told: number[] = []
    const stop = autorun(() => void told.push(doubled.get()))
    runInAction(() => (stock.lamp = 2))
    expect([told, worked, doubled.get(), worked]).toEqual([[2, 4], 2, 4, 2])
    stop()
  })

  test('arrays are told by their items', () => {
    look(observable([1, 2, 3]))
    expect(seen()).toEqual(['[1, 2, 3]', '[1, 2, 3]'])
  })
})

test('a person’s own class that is called like one of Vue’s is shown as it is', () => {
  class RefImpl {
    own = 1
  }
  expect(formatSnapshot(snapshot(new RefImpl()))).toBe('RefImpl {own: 1}')
})
