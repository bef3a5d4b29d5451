// A generator does nothing before its first `next`, and no more than asked.
const order = []
function* g(x = order.push('default')) { order.push('start'); try { yield 1; order.push('between'); yield 2 } finally { order.push('end') } }
const i = g()
order.push('made')
i.next()
order.push('asked')
i.next()
log(order.join(' '))
const fresh = g()
log(fresh.return('early'), fresh.next(), order.length)
