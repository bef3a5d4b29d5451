// Each turn of a loop has its own variables.
const fs = []
for (let i = 0; i < 3; i++) fs.push(() => i++)
for (const x of [10, 20]) fs.push(() => x)
for (const k in { a: 1 }) fs.push(() => k)
for (var v = 0; v < 2; v++) fs.push(() => v)
let w = 0
while (w < 2) { const at = w++; fs.push(() => at) }
log(fs.map((f) => f()), fs[0](), fs[0]())
