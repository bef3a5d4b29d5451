// `super` in methods, static methods, accessors and objects.
class A { m() { return 'A.m' } static s() { return 'A.s' } get g() { return 'A.g' } set g(v) { log('set', v) } }
class B extends A {
  m() { return super.m() + (() => super.m())() }
  static s() { return super.s() }
  get g() { return super.g }
  set g(v) { super.g = v }
  async a() { return super.m() }
  *y() { yield super.m() }
  [super_key()]() { return 1 }
}
function super_key() { return 'computed' }
const o = { __proto__: { m() { return 'proto' } }, m() { return super.m() } }
const b = new B()
b.g = 5
log(b.m(), B.s(), b.g, o.m(), [...b.y()], b.computed())
wait(b.a().then(log))
