// Prototypes that are frozen, and built-ins that are gone.
// unseen
// as: script, commonjs
const { freeze, getOwnPropertyNames } = Object
for (const k of ['Object', 'Array', 'Function', 'Error', 'Promise', 'Map', 'WeakMap', 'Symbol', 'String']) freeze(globalThis[k].prototype)
Reflect.deleteProperty(Array.prototype, 'flat')
Reflect.deleteProperty(globalThis, 'performance')
globalThis.Date.now = () => { throw new Error('no clock') }
class A { m(x) { return [x, ...this.n()] } *n() { yield 1 } }
async function f(x) { try { await null; throw x } catch (e) { return e } }
log(new A().m(2), getOwnPropertyNames(A.prototype))
wait(f('x').then(log))
