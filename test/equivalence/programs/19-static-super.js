// `super` in static methods and static blocks.
class A { static s() { return `A.s of ${this.name}` } static get g() { return 'A.g' } }
class B extends A { static s() { return super.s() } static get g() { return super.g } static arrow = () => super.s(); static { log(super.s()) } }
log(B.s(), B.g, B.arrow())
