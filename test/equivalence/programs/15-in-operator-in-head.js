// Functions in the head of a `for`, which may not say `in` outside of parentheses.
const o = { a: 1 }
for (let f = (x) => (x in o), i = 0; i < 1; i++) log(f('a'), f('b'))
for (let f = function (x) { return x in o }; f; f = null) log(f('a'))
for (var f = (x) => { if ('a' in o) return x }, once = true; once; once = false) log(f('b'))
for (const k in (() => o)()) log(k)
function g(list) { for (const [x = () => 'd' in o] of list) return x() }
log(g([[]]))
