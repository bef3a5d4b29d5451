import { action, autorun, computed, makeAutoObservable, observable } from 'mobx'
import { checksumOf } from './checksum.mjs'

class Item {
  amount = 1

  constructor(price) {
    this.price = price
    makeAutoObservable(this)
  }

  get total() {
    return this.price * this.amount
  }

  add(amount) {
    this.amount += amount
  }
}

export function run() {
  const items = observable(Array.from({ length: 60 }, (_, i) => new Item(i)))
  const sum = computed(() => items.reduce((total, item) => total + item.total, 0))
  const dear = computed(() => items.filter((item) => item.total > 50).length)
  const seen = []
  const stop = autorun(() => seen.push(sum.get() + dear.get()))
  for (let i = 0; i < 60; i++) items[i].add(i % 5)
  action(() => items.forEach((item) => item.add(1)))()
  stop()
  return seen
}

export const digest = checksumOf
