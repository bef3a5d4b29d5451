// Values without an end and values of great size are handed on as they are.
// unseen
// untold
const cycle = { list: [] }
cycle.self = cycle
cycle.list.push(cycle, cycle.list)
const million = new Array(1e6).fill(0), long = 'x'.repeat(1e7), deep = Array.from({ length: 3000 }).reduce((inner) => ({ inner }), null), sparse = []
sparse[4294967294] = 1
const wide = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`k${i}`, i]))
const pass = (x) => x
function many(...all) { return all.length }
log([cycle, million, long, deep, sparse, wide].map((x) => pass(x) === x), many(...million.slice(0, 10000)), many(cycle, long, wide))
