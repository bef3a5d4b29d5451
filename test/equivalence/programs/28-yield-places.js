// `yield` in every place that takes an expression.
function* f() {
  const a = [yield, yield 1]
  const b = { [yield 'k']: yield 'v' }, c = (yield) + (yield 2), d = `${yield 't'}`
  if (yield 'if') log('if')
  const e = yield yield 3, g = (yield 4, yield 5)
  class K { [yield 'm']() { return 1 } }
  log(Object.getOwnPropertyNames(K.prototype).length, (yield* [6]) === undefined)
  const h = yield a ? 1 : 2
  for (const x of yield 'of') log(x)
  return [a, b, c, d, e, g, h, yield]
}
const i = f()
let n = 0
for (let r = i.next(); ; r = i.next(r.value === 'of' ? ['x'] : n++)) { log(r); if (r.done) break }
