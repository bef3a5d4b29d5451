// A derived constructor that throws, or ends, before `super`.
class A {}
class B extends A { constructor() { throw new RangeError('before') } }
class C extends A { constructor() { } }
class E extends A { constructor() { try { this.x = 1 } catch (e) { log('no this:', e.name) } super() } }
for (const K of [B, C, E]) try { log(new K() instanceof A) } catch (e) { log(K.name, e.name) }
