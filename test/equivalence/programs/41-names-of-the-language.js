// Parameters and locals called as things of the language.
function f(Symbol, globalThis, Promise, Object) { return [Symbol, globalThis, Promise, Object] }
function g(register, enter, exit) { return register(enter(exit)) }
const h = (Array, Error, Math, performance) => Array + Error + Math + performance
function i() { const globalThis = { local: true }; try { throw globalThis } catch (Symbol) { return Symbol.local } }
function j() { var Reflect = 1, Proxy = 2, WeakMap = 3, Date = 4; return Reflect + Proxy + WeakMap + Date }
log(f(1, 2, 3, 4), g((x) => x, (x) => x + 1, 1), h(1, 2, 3, 4), i(), j())
