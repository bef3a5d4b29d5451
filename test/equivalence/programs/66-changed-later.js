// A value that is changed after the call is changed for everybody who holds it.
const list = [1], o = { n: 1 }
function keep(x, y) { x.push(2); y.n++; return y }
const kept = keep(list, o)
list.length = 0
o.late = true
log(list, kept, kept === o)
async function later(x) { await null; return x }
const p = later(o)
o.n = 'changed'
wait(p.then((x) => log(x.n, x === o)))
