// No name is added to the global object, and no property to what the language has.
// unseen
// as: script, commonjs
const names = () => Reflect.ownKeys(globalThis).length
const before = names()
function f(x) { return x }
const g = (x) => f(x)
class A { m() { return g(1) } }
new A().m()
log(names() - before, Reflect.ownKeys(Function.prototype).length === Reflect.ownKeys((() => {}).constructor.prototype).length, Object.keys(Object.prototype))
