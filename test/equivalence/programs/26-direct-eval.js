// A direct `eval` sees the function that it is in: its names, `this`, `arguments` and `new.target`.
function f(a) { const local = 2; return eval('a + local + arguments.length') }
function g() { return eval('this === undefined || this === globalThis') }
function h() { return eval('new.target === undefined') }
const arrow = (a) => eval('a * 2')
function declares() { eval('var made = 1'); return typeof made }
function indirect() { const local = 1; return (0, eval)('typeof local') }
function closure() { let n = 0; const inc = eval('() => ++n'); inc(); return n + inc() }
class A { m() { return eval('super.toString === Object.prototype.toString') } }
log(f(1), g(), h(), arrow(2), declares(), indirect(), closure(), new A().m())
