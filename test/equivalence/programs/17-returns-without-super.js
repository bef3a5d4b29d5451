// A derived constructor that returns without a `super`: an error that no `catch` of its own sees, or the engine's own way to see it.
// untold
class A {}
class B extends A { constructor() { return } }
class C extends A { constructor() { return undefined } }
class D extends A { constructor() { try { return } catch (e) { log('caught', e.name); super() } } }
class E extends A { constructor() { try { return 1 } finally { log('finally') } } }
for (const K of [B, C, D, E]) try { log(new K() instanceof A) } catch (e) { log(K.name, e.name) }
