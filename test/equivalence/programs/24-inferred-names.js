// Names and lengths that the language infers.
const k = Symbol('k')
const o = { f: () => 1, [k]: function () {}, get g() { return 1 }, m() {}, 'quoted key': (a) => a, 1: (a, b) => a, async am() {}, *gm() {} }
log(o.f.name, o[k].name, o.m.name, o['quoted key'].name, o[1].name, o[1].length, o.am.name, o.gm.name)
log(Object.getOwnPropertyDescriptor(o, 'g').get.name)
class A { x = () => 1; static y = function () {}; #z = (a) => a; z() { return this.#z.name } }
log(new A().x.name, A.y.name, new A().z(), A.name)
let assigned; assigned = () => {}; log(assigned.name)
const { d = () => {} } = {}; log(d.name)
const give = () => () => {}
const giveFunction = () => function () {}
function giveClass() { return class {} }
function giveParens() { return (() => {}) }
function* yieldArrow() { yield () => {}; yield (class {}) }
async function awaitArrow() { return (await (() => {})).name }
function throwArrow() { throw () => {} }
const conditional = (x) => x ? () => {} : function () {}
const logical = () => null ?? (() => {})
log([give(), giveFunction(), giveClass(), giveParens(), ...yieldArrow(), conditional(1), conditional(0), logical()].map((f) => f.name))
try { throwArrow() } catch (e) { log(e.name) }
wait(awaitArrow().then(log))
