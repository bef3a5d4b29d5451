// @ts-nocheck: misuse is part of it.
import { applyPatches, current, enableMapSet, enablePatches, isDraft, original, produce, produceWithPatches } from 'immer'
import { attempt, log } from './log.mjs'

enablePatches()
enableMapSet()
const state = { cart: { lines: [{ sku: 'boots', quantity: 1 }] }, seen: new Set(['a']), stock: new Map([['boots', { left: 3 }]]) }
const [next, patches, inverse] = produceWithPatches(state, (draft) => {
  draft.cart.lines.push({ sku: 'map', quantity: 2 })
  draft.cart.lines[0].quantity++
  draft.stock.get('boots').left--
  draft.seen.add('b')
  log.push(['current', current(draft).cart, isDraft(draft.cart), original(draft) === state])
})
log.push(['immer', next.cart, [...next.seen], [...next.stock], patches, Object.isFrozen(next.cart), next.cart === state.cart])
log.push(['undone', applyPatches(next, inverse).cart])
attempt('frozen', () => next.cart.lines.push(1))
attempt('misuse', () => produce(state, (draft) => ((draft.cart = null), { other: true })))
