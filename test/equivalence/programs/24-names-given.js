// Names from where a function stands: variables, properties, defaults, classes, fields.
const a = () => {}, b = function () {}, c = class {}, d = async () => {}, e = function* () {}
let f; f = () => {}
const { g = () => {} } = {}, [h = function () {}] = []
const s = Symbol('s'), k = 'computed'
const o = { a: () => {}, [k]: () => {}, [s]: () => {}, m() {}, get x() { return 1 }, 'two words': () => {}, 5: () => {} }
class A { p = () => {}; static q = () => {}; #r = () => {}; r() { return this.#r.name }; [k] = function () {} }
const i = new A()
log([a, b, c, d, e, f, g, h, o.a, o[k], o[s], o.m, o['two words'], o[5], i.p, A.q, i[k], ((x = () => {}) => x)()].map((x) => x.name), i.r())
log((() => {}).name, (function () {}).name, [() => {}][0].name, (0, () => {}).name)
