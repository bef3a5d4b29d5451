// Methods of built-ins that a program takes away, or puts others in place of.
// as: script, commonjs
const { deleteProperty } = Reflect
function fails(x) { throw x }
const early = (x) => x
const gone = { Array: ['map', 'filter', 'forEach', 'some', 'includes', 'flatMap', 'flat', 'slice', 'find'], Map: ['forEach'], Set: ['has', 'add'], Promise: ['finally'] }
for (const name in gone) for (const key of gone[name]) deleteProperty(globalThis[name].prototype, key)
for (const name of ['performance', 'structuredClone', 'WeakRef', 'FinalizationRegistry', 'Intl']) deleteProperty(globalThis, name)
const late = (x, { password, list } = {}) => [x, password, list]
async function waits(x) { try { await null; fails(x) } catch (e) { return e.a } }
function* gives(x) { try { yield x; fails({ a: 'g' }) } catch ({ a }) { yield a } }
function catches(x) { try { fails(x) } catch (e) { return early(e.message) } }
const [value, secret] = late({ deep: [1, new Map([[1, 2]])] }, { password: 'p', list: [1] })
const seen = []
for (const x of gives(1)) seen[seen.length] = x
log(typeof value, secret, seen[0], seen[1], catches(new Error('caught')), early(2))
wait(waits({ a: 3 }).then((x) => log(x)))
