// `super` in objects' methods, accessors, async methods and generators.
const proto = { m() { return 'm' }, get g() { return 'g' }, set s(v) { log('set', v) } }
const o = { __proto__: proto, m() { return super.m() + (() => super.m())() }, get g() { return super.g }, set s(v) { super.s = v }, async a() { return super.m() }, *y() { yield super.m() }, async *z() { yield super.m() } }
o.s = 1
log(o.m(), o.g, [...o.y()])
wait((async () => { log(await o.a()); for await (const x of o.z()) log(x) })())
