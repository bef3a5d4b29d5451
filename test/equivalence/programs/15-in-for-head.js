// A function in the head of a for, with `in` inside.
function heads(o) {
  for (let g = (x) => (x in o), i = 0; i < 1; i++) log(g('a'), g('b'))
  for (let g = (x) => { return x in o }, i = 0; i < 1; i++) log(g('a'))
  for (const k in (() => o)()) log(k)
  for (var y of (function* () { yield 'a' in o })()) log(y)
  return 1
}
log(heads({ a: 1 }))
