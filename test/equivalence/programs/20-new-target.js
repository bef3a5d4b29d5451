// `new.target`, `this` and constructors of the old kind.
function F() { this.n = !!new.target }
function G() { if (!new.target) return new G(); this.g = (() => new.target === G)() }
log(new F(), G(), new G() instanceof G)
log(Reflect.construct(function () { this.t = new.target.name }, [], class T {}))
