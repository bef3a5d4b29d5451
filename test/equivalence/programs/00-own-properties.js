// Functions and classes have the properties that they have, in their order, with their attributes.
// untold
function f(a, b) { return a + b }
const arrow = (a) => a
async function later() { return 1 }
function* gen() { yield 1 }
class A { static x = 1; static m() { return 'm' } #p = 1; p() { return this.#p } get g() { return 1 } }
const o = { m() { return 1 }, get g() { return 2 } }
const describe = (x) => Reflect.ownKeys(x).filter((k) => k !== 'arguments' && k !== 'caller').map((k) => { const { writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(x, k); return `${String(k)}:${+!!writable}${+enumerable}${+configurable}` }).join(' ')
for (const x of [f, arrow, later, gen, A, o.m, Object.getOwnPropertyDescriptor(o, 'g').get, A.prototype, new A(), o]) log(describe(x))
log(f.prototype.constructor === f, Object.keys(f), 'prototype' in arrow, Object.isExtensible(f), Object.getPrototypeOf(gen) === Object.getPrototypeOf(function* () { yield }))
log([f(1, 2), arrow(1), [...gen()], A.m(), new A().p(), new A().g])
wait(later().then(log))
