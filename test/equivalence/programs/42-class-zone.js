// Classes, functions and constants are not there before their line, and are inside of themselves.
const tries = (f) => { try { return f() } catch (e) { return e.name } }
log(tries(() => new A()), tries(() => f()), tries(() => c), typeof g())
class A { static self = A.name; m() { return A } }
const f = () => 1
let c = 2
function g() { return tries(() => local); }
log(tries(() => { x; let x = 1 }), tries(() => { const y = y }), tries((a = b, b) => a), tries(() => { class B extends B {} }), A.self, new A().m() === A, f(), c)
