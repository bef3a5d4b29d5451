// Call sites are not touched: `this`, short circuits, direct eval, indirect calls.
const o = { v: 1, m() { return this && this.v } }
function go(a) {
  const x = 'local'
  return [o.m(), (o.m)(), (0, o.m)() === undefined, a?.b(), a?.b.c.d(), eval('x'), (0, eval)('typeof x'), o['m'].call({ v: 2 }), new (class { m() { return 3 } })().m(), o.m`x`]
}
log(go(null))
