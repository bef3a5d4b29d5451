// Parameter properties and fields are assigned right behind `super`.
class A { constructor(public base: number) { log('A', base) } }
class B extends A { constructor(private x: number, readonly y = 2, public override base: number = 3) { super(x); log('B', this.x, this.y) } }
class C extends A { field = this.base + 1; constructor(x: number) { super(x); log('C', this.field) } }
class D extends A { #secret: number; constructor() { super(4); this.#secret = 5; log('D', this.#secret) } }
class E extends A { field?: string; constructor() { super(6); log('E', 'field' in this) } }
class F extends A { #m() { return 'm' } constructor() { super(7); log('F', this.#m()) } }
class G extends A { constructor(private z: string) { if (!z) throw new TypeError('z'); super(8); log('G', this.z) } }
class H extends A { get #g() { return 'g' } constructor() { super(9)
  log('H', this.#g) } }
class I extends A { override toString = () => 'I'; constructor() { super(10) } }
log(new A(0), new B(1).y, new C(1).field, Object.keys(new E()), new I().toString())
new D(); new F(); new G('z'); new H()
try { new G('') } catch (e) { log((e as Error).name) }
export {}
