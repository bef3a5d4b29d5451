// Generators in spreads, destructuring, loops, maps and promises.
function* count(n) { for (let i = 0; i < n; i++) yield i }
const o = { *[Symbol.iterator]() { yield* count(2) }, async *[Symbol.asyncIterator]() { yield* count(2) } }
const [a, ...rest] = count(4)
log(a, rest, [...o], new Set(count(3)).size, Math.max(...count(3)), Array.from(o, (x) => x * 2), Object.fromEntries((function* () { yield ['k', 1] })()))
log(Object.prototype.toString.call(count(1)), typeof count.prototype, count(1)[Symbol.iterator]().next(), count(1) instanceof count)
wait((async () => { for await (const x of o) log('async', x) })())
