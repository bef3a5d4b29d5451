// Async functions take the ticks that they took.
const order = []
const p = (name) => Promise.resolve().then(() => order.push(name))
async function plain() { return 1 }
async function awaits() { await null; order.push('awaited'); return 2 }
async function twice() { await 1; await 2; return 3 }
async function promise() { return Promise.resolve(4) }
async function throws() { throw 5 }
async function inTry() { try { return await promise() } finally { order.push('finally') } }
const arrow = async () => await promise()
for (const f of [plain, awaits, twice, promise, throws, inTry, arrow]) {
  f().then((v) => order.push(`${f.name} ${v}`), (e) => order.push(`${f.name} threw ${e}`))
  p(`after ${f.name}`).then(() => order.push('two')).then(() => order.push('three')).then(() => order.push('four'))
}
void setImmediate(() => log(order.join('\n')))
