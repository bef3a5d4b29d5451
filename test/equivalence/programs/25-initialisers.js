// Initialisers of fields run in their order, with the `this` of the instance.
const order = []
const note = (x) => { order.push(x); return x }
class A { a = note('a'); [note('key')] = note('value'); static s = note('static'); static { note('block'); this.late = () => this.s } b = () => this.a; constructor() { note('constructor') } }
class B extends A { c = note('c'); d = this.b(); constructor() { note('before'); super(); note('after') } }
const b = new B()
log(order.join(' '), b.d, A.late(), Object.keys(b))
