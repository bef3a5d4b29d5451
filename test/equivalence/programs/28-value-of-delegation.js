// `yield*` gives what the inner generator returns, and hands values through.
function* inner() { const got = yield 1; return `returned ${got}` }
function* outer() { const r = yield* inner(); return [r, yield* 'ab', yield* []] }
const i = outer()
log(i.next(), i.next('in'), i.next(), i.next(), i.next())
