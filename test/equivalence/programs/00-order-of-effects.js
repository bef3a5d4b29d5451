// Operands, arguments and defaults are evaluated in their order, each once.
const order = []
const see = (x) => { order.push(x); return x }
function f(a = see('default a'), { b = see('default b') } = see({}), ...rest) { see('body'); return see([a, b, rest.length].join()) }
function g() { return see(1) + see(2) * f(see('x'), { get b() { return see('getter') } }, see('r')).length }
const o = { get [see('key')]() { return see('value') } }
class A { [see('member')]() { return see('method') } static [see('static')] = see('static value'); field = see('field') }
log(f(), g(), o.key, new A().member(), delete o[see('key')], `${see('t')}${see('u')}`)
const target = {}
target[see('left')] = see('right')
log(order.join(' '))
