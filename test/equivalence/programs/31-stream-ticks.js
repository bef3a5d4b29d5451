// Async generators and `for await` take the ticks that they took.
const order = []
async function* s() { try { yield 1; yield Promise.resolve(2); const r = yield* t(); order.push(r); return Promise.resolve('end') } finally { order.push('closed') } }
async function* t() { yield 3; return 'from t' }
async function all() { for await (const x of s()) order.push(x); return 'all' }
async function some() { for await (const x of s()) if (x === 2) break; return 'some' }
async function some2() { for await (const x of s()) { if (x === 2) return 'returned' } }
async function some3() { try { for await (const x of s()) { if (x === 2) throw 'thrown' } } catch (e) { return e } }
async function none() { for await (const x of []); for await (const x of [1]) {} return 'none' }
async function sync() { for await (const x of [Promise.resolve('p'), 'q']) order.push(x) }
async function rejected() { try { for await (const x of [Promise.reject('no')]) order.push(x) } catch (e) { return e } }
for (const f of [all, some, some2, some3, none, sync, rejected]) {
  f().then((v) => order.push(`${f.name}: ${v}`))
  Promise.resolve().then(() => order.push('1')).then(() => order.push('2')).then(() => order.push('3')).then(() => order.push('4'))
}
void setImmediate(() => log(order.join('\n')))
