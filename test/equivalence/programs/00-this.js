// `this` is what the call says, in every form of call and of function.
function plain() { return this === globalThis ? 'global' : this && typeof this === 'object' ? `object ${typeof this.valueOf()}` : `${typeof this} ${String(this)}` }
function inArrow() { return (() => plain.call(this))() }
const o = { plain, m() { return plain.call(this) }, get g() { return plain.call(this) }, arrow: () => typeof this }
class A { m() { return this } static s() { return this === A } field = () => this instanceof A }
const { m } = new A()
log(plain(), o.plain(), (0, o.plain)(), o.m(), o.g, inArrow.call(1), plain.call('s'), plain.call(null), plain.apply(true))
log(m(), A.s(), new A().field.call(1), plain.bind(5)(), [1].map(plain), [1].map(plain, 'that'))
log(Reflect.apply(plain, 7, []), typeof new plain(), new (class extends A { constructor() { super(); this.own = this.m() === this } })().own)
