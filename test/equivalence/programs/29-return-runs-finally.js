// `return()` runs the `finally` that the generator stands in, and gives its value.
function* g() { try { yield 1; yield 2 } finally { log('cleanup') } }
function* h() { try { yield 1 } finally { return 'mine' } }
function* k() { try { yield 1 } finally { yield 'first'; log('then') } }
const run = (i) => [i.next(), i.return(5), i.next()]
log(run(g()), run(h()), run(k()))
const [x] = g()
for (const y of g()) break
log(x)
