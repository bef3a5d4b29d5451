// A function's text works elsewhere, where none of our names are.
// unseen
const add = (a, b) => { if (a > 100) throw new Error('big'); try { return a + b } catch (e) { return e } }
function* gen(n) { try { yield n } finally { yield 'end' } }
async function wait3(p) { for await (const x of [p]) return await x }
for (const f of [add, gen, wait3]) {
  const copy = new Function(`return (${f})`)()
  log(copy.name, f === gen ? [...copy(1)] : f === add ? copy(1, 2) : wait(copy(3).then(log)))
}
