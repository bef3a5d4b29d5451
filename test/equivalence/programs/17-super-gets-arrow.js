// A derived constructor whose `super` gets a function, before which there is no `this`.
class A { constructor(f) { this.v = f() } }
class B extends A { constructor() { super(() => 1) } }
class C extends A { constructor(cb = () => 7) { super(cb) } }
class D extends A { constructor() { const f = () => this; super(() => 2); this.same = f() === this } }
class E extends A { constructor() { log('no super') } }
log(new B().v, new C().v, new D().v, new D().same, B.length, C.length)
try { new E() } catch (e) { log(e.name) }
