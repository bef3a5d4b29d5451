// What is returned is the very thing: promises, thenables, proxies, functions.
class Sub extends Promise { extra() { return 'extra' } }
const things = [Sub.resolve(1), { then(f) { f(2) } }, new Proxy({}, {}), () => 3, Object.freeze({}), document_all()]
function document_all() { return undefined }
const give = (x) => x
function giveToo(x) { return x }
log(things.map((x) => give(x) === x && giveToo(x) === x), Sub.resolve(1).extra(), give(Sub.resolve(1)).extra())
const lazy = (() => { let n = 0; return { make: () => ({ then(f) { n++; f('value') } }), count: () => n } })()
lazy.make()
log(lazy.count())
wait(Promise.resolve(lazy.make()).then((v) => log(v, lazy.count())))
