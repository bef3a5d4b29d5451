// A function's text runs in another realm, which has nothing of ours.
// unseen
import vm from 'node:vm'
function add(a, b) { return a + b }
const o = { method(x) { return x + 1 }, get g() { return 1 } }
class A { constructor(x) { this.x = x } twice() { return this.x * 2 } static make(x) { return new A(x) } }
function* gen(n) { try { yield n } finally { yield 'end' } }
const bare = vm.createContext(Object.create(null))
log(vm.runInContext(`(${add})(1, 2)`, bare), vm.runInContext(`({${o.method}}).method(1)`, bare), vm.runInContext(`${A}; A.make(2).twice()`, bare), vm.runInContext(`[...(${gen})(3)].join()`, bare))
