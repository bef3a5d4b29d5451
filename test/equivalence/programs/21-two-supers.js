// Two calls of `super`, one for each way, in conditions and operators.
class A { constructor(x) { this.x = x } }
class B extends A { constructor(x) { if (x) super(1); else super(2) } }
class C extends A { constructor(x) { x ? super('yes') : super('no') } }
class D extends A { constructor(x) { x && super('and'); x || super('or') } }
class E extends A { constructor() { switch (1) { case 1: super('case') } } }
class F extends A { constructor() { try { throw 1 } catch { super('catch') } } }
log(new B(1), new B(0), new C(1), new C(0), new D(1), new D(0), new E(), new F())
