// Assignments through `super`, and calls with its `this`.
class A { get v() { return this._v } set v(x) { this._v = x } who() { return this.constructor.name } }
class B extends A { set(x) { super.v = x; return super.v } add(x) { super.v += x; return super.v } who() { return super.who() } computed(k) { return super[k]() } }
const b = new B()
log(b.set(1), b.add(2), b._v, b.who(), b.computed('who'), Object.keys(b))
