// Generators: values in and out, return values through `yield*`, spread, destructuring.
function* h() { const x = yield 1; log('got', x); return x }
function* g() { const r = yield* h(); log('h gave', r); yield* [5, 6]; return r }
const i = g()
log(i.next('lost'), i.next('in'), i.next(), i.next(), i.next())
const [first] = g()
log(first, [...g()], Object.prototype.toString.call(g()), g.prototype === Object.getPrototypeOf(g()))
