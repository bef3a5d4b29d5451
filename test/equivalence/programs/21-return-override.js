// Constructors that return an object, nothing, early, or call one of two supers.
class A { constructor(x) { this.x = x } }
class B extends A { constructor() { return { z: 1 } } }
class C extends A { constructor(x) { if (x) super(1); else super(2) } }
class D extends A { constructor(x) { super(x); if (x) return; this.late = 1 } }
class E { constructor() { return 5 } }
class F extends A { constructor() { super(); return 5 } }
class G extends A { constructor() { try { super(3) } finally { log('finally', this.x) } } }
log(new B(), new C(1), new C(0), new D(1), new D(0), new E(), new G())
try { new F() } catch (e) { log(e.name, e.message) }
