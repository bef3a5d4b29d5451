// An async function runs at once up to its first `await`, and not further.
const order = []
async function f(x = order.push('default')) { order.push('body'); g(); await null; order.push('after await') }
function g() { order.push('g') }
const p = f()
order.push('called')
Promise.resolve().then(() => order.push('microtask'))
wait(p.then(() => log(order.join(', '))))
async function throwsEarly({ a }) { return a }
wait(throwsEarly(null).catch((e) => log(e.name)))
