import {
  chunk,
  cloneDeep,
  debounce,
  escape,
  flow,
  groupBy,
  isEqual,
  keyBy,
  map,
  mapValues,
  merge,
  orderBy,
  pick,
  set,
  sumBy,
  template,
  uniqBy,
  words,
} from 'lodash-es'
import { checksumOf } from './checksum.mjs'

const people = Array.from({ length: 200 }, (_, id) => ({
  id,
  name: `Person ${id % 60}`,
  team: `t${id % 9}`,
  age: (id * 13) % 70,
  at: { x: id, y: [id] },
}))
const page = template('<% _.each(people, (p) => { %><li><%- p.name %></li><% }) %>', {
  imports: { _: { escape, each: (list, f) => list.forEach(f) } },
})

export function run() {
  const teams = mapValues(groupBy(people, 'team'), (list) => ({ count: list.length, age: sumBy(list, 'age') }))
  const sorted = orderBy(uniqBy(people, 'name'), ['age', 'name'], ['desc', 'asc'])
  const copy = cloneDeep(sorted)
  const same = isEqual(copy, sorted)
  set(copy, '[3].at.y[0]', 'deep')
  const merged = merge({}, keyBy(copy, 'id'), { 3: { extra: true } })
  const text = flow([(list) => map(list, 'name'), (names) => names.join(' '), words])(sorted)
  return [teams, same, chunk(text, 7), pick(merged, ['3', '5']), page({ people: sorted }).length, typeof debounce(run, 1)]
}

export const digest = checksumOf
