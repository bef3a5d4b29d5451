// Field initialisers may hold functions, whose `this` is the instance.
class A { x = function () { return arguments.length }; y = (() => this)(); z = { m() { return 'm' } }; static w = [1].map((v) => v) }
const a = new A()
log(a.x(1, 2), a.y === a, a.z.m(), A.w)
