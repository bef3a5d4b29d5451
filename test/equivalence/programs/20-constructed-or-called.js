// A function knows whether it was constructed, and by whom.
function F() { return new.target ? void (this.by = new.target.name) : 'called' }
class A { constructor() { this.by = new.target.name } }
class B extends A {}
function Old() { if (!(this instanceof Old)) return new Old(); this.made = true }
log(F(), new F(), new A(), new B(), Reflect.construct(F, [], B).by, Reflect.construct(A, [], F).by, Old(), new Old())
try { A() } catch (e) { log(e.name) }
try { new (() => 1)() } catch (e) { log(e.name) }
try { new { m() {} }.m() } catch (e) { log(e.name) }
