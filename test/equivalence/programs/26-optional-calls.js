// Optional calls stop where they stop, with the `this` that they have.
const o = { v: 1, m() { return this.v }, n: null, deep: { m() { return this === o.deep } } }
let n = 0
const count = () => ++n
function f(x) { return [x?.m(count()), x?.n?.(count()), x?.deep.m(), x?.[(count(), 'm')](), x?.missing?.()] }
log(f(o), n, f(null), n, (o?.m)(), o.m?.(), delete o?.v)
