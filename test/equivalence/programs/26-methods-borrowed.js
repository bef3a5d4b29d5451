// Methods that are taken off, bound, borrowed and put on again.
class A { n = 1; m() { return this?.n } }
const a = new A(), { m } = a
const b = { n: 2, m: a.m }
a.bound = a.m.bind({ n: 3 })
log(m(), b.m(), a.bound(), m.call({ n: 4 }), Reflect.apply(m, { n: 5 }, []), [1].map(a.m, { n: 6 }), a['m'](), (a.m)(), (1, a.m)())
const saved = a.m
A.prototype.m = function () { return saved.call(this) + 10 }
log(a.m(), a.m === saved, Object.hasOwn(a, 'm'))
