import { produce } from 'immer'
import { checksumOf } from './checksum.mjs'

const start = { list: Array.from({ length: 200 }, (_, id) => ({ id, done: false, tags: { a: id, b: [id, id + 1] } })), byId: {}, count: 0 }

const toggle = produce((draft, id) => {
  const item = draft.list[id]
  item.done = !item.done
  item.tags.b.push(id)
  draft.byId[id] = item.done
  draft.count++
})

export function run() {
  let state = start
  for (let i = 0; i < 150; i++) state = toggle(state, (i * 7) % 200)
  state = produce(state, (draft) => void draft.list.splice(10, 20).forEach((item) => draft.list.push(item)))
  return produce(state, (draft) => void draft.list.filter((item) => item.done).forEach((item) => (item.tags.a = 0)))
}

export const digest = checksumOf
