// A generator that is asked while it runs says so; two of one function do not mix.
function* g() { try { i.next() } catch (e) { yield e.name } }
const i = g()
log(i.next())
function* walk(n) { if (n) { yield* walk(n - 1); yield n; yield* walk(n - 1) } }
const a = walk(2), b = walk(2)
log(a.next(), b.next(), a.next(), a.next(), b.next(), [...walk(3)].join(''))
