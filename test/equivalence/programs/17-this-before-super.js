// Before `super` there is no `this`, and nobody asks for it.
class A { constructor(f) { this.got = f?.() } }
class B extends A { constructor() { super(() => 1); this.mine = true } }
class C extends A { constructor() { const f = () => this; try { f() } catch (e) { log(e.name) } super(); log(f() === this) } }
class D extends A { constructor(x) { if (x) { super() } else { return Object.create(D.prototype) } } }
class E extends A { constructor() { (() => super(() => 'in arrow'))() } }
class F extends A { constructor() { super(); try { super() } catch (e) { log(e.name) } } }
log(new B(), new C(), new D(1) instanceof D, new D(0) instanceof D, new E().got, new F())
