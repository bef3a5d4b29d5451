// Defaults of a derived constructor's parameters, which the body's names are not seen in.
class A { constructor(...a) { this.a = a } }
class B extends A { constructor(cb = () => 7) { super(cb()) } }
class C extends A { constructor(cb = () => this) { super(); this.same = cb() === this } }
class D extends A { constructor(x, y = () => super.m()) { super(x); this.y = y() } }
A.prototype.m = function () { return 'A.m' }
log(new B(), new C().same, new D(1).y, B.length, D.length)
