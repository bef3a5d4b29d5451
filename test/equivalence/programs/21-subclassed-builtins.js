// Built-ins that are extended.
class List extends Array { sum() { return this.reduce((a, b) => a + b, 0) } static get [Symbol.species]() { return Array } }
class Failure extends Error { constructor(m, o) { super(m, o); this.name = 'Failure' } }
class Later extends Promise { static get [Symbol.species]() { return Promise } }
class Counter extends Map { constructor(x) { super(x); this.n = 0 } get(k) { this.n++; return super.get(k) } }
const l = List.from([1, 2, 3])
log(l.sum(), l.map((x) => x) instanceof List, new Failure('f', { cause: 1 }).cause, new Later((r) => r()) instanceof Later, new Later(() => {}).then(() => {}) instanceof Later)
const c = new Counter([['a', 1]])
log(c.get('a'), c.n)
