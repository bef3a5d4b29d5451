// A constructor that returns an object gives it, and no other value counts.
class A { constructor(v) { this.own = 1; return v } }
class B extends A { constructor(v) { super(v) } field = 'field' }
class C extends A { constructor(v) { super(); return v } }
const other = { z: 1 }
log(new A(other) === other, new A(5), new B(other) === other, other.field, new C(other) === other, new C(undefined))
try { new C(5) } catch (e) { log(e.name) }
function F() { this.a = 1; return () => 'function' }
log(new F()())
