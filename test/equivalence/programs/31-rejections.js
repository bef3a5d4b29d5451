// Rejections arrive when they would, through `catch`, `finally` and `await`.
const order = []
async function fails() { throw 'failed' }
async function passes() { return fails() }
async function awaits() { await fails() }
async function catches() { try { await fails() } catch (e) { return e } }
async function late() { await null; throw 'late' }
for (const f of [fails, passes, awaits, catches, late]) {
  f().then(() => order.push(`${f.name} ok`), () => order.push(`${f.name} no`))
  f().catch(() => 0).finally(() => order.push(`${f.name} finally`))
}
let q = Promise.resolve()
for (let i = 1; i < 9; i++) q = q.then(() => order.push(i))
wait(new Promise((done) => void setTimeout(done, 5)).then(() => log(order.join(' '))))
