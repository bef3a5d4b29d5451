// Getters run when the program reads them, and only then.
// unseen
let n = 0
class Row { #lazy; get id() { n++; return 1 } get related() { n += 10; return (this.#lazy ??= [1]) } static get all() { n += 100; return [] } }
const o = { get x() { n += 1000; return 'x' }, set x(v) {}, get [Symbol.toStringTag]() { n += 10000; return 'Tagged' } }
function take(a, b) { return [a, b].length }
const pass = (x) => x
async function later(x) { await null; return x }
function* give(x) { yield x; return x }
function fails(x) { throw x }
take(new Row(), o); pass(Row); pass(o); [...give(o)]
try { fails(o) } catch (e) { pass(e) }
wait(later(o).then(() => { log(n); log(pass(o).x, n, new Row().related, n) }))
