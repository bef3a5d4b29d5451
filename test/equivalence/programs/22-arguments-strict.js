// `arguments` of every kind of function, as many as were given.
function f(a) { arguments[0] = 9; return [a, arguments.length, [...arguments]] }
function defaults(a = 1) { return arguments.length }
function rest(a, ...b) { return [arguments.length, b.length] }
function arrow() { return (() => () => arguments[0])()() }
const o = { m() { return arguments.length }, get g() { return arguments.length }, async a() { return arguments.length }, *y() { yield* arguments } }
class A { constructor() { this.n = arguments.length } static s() { return Array.from(arguments) } }
log(f(1, 2), defaults(), defaults(1, 2), rest(1, 2, 3), arrow('x'), o.m(1, 2), o.g, [...o.y(1, 2)], new A(1, 2, 3).n, A.s(4), Object.prototype.toString.call((function () { return arguments })()))
wait(o.a(1).then(log))
