// A file with a Symbol of its own is traced as any other.
// as: script, commonjs
const Symbol = { for: () => 'mine' }
const f = (x) => Symbol.for(x)
log(f(1), typeof globalThis.Symbol.for)
