// A proxy's traps run when the program runs them, throw what they throw, and may be revoked.
// unseen
const traps = []
const spy = new Proxy(function () {}, Object.fromEntries(['get', 'set', 'has', 'deleteProperty', 'ownKeys', 'apply', 'construct', 'defineProperty', 'preventExtensions', 'setPrototypeOf', 'isExtensible'].map((k) => [k, (...a) => { traps.push(k); return Reflect[k](...a) }])))
const bomb = new Proxy({}, new Proxy({}, { get: (_, trap) => () => { throw new Error(`trap ${trap}`) } }))
const { proxy: gone, revoke } = Proxy.revocable([], {})
revoke()
const pass = (...x) => x[0]
async function later(x) { await null; return [x] }
function fails(x) { throw x }
pass(spy, bomb, gone)
try { fails(spy) } catch (e) { pass(e) }
for (const x of [bomb, gone]) try { fails(x) } catch (e) { log(e === x) }
wait(later(spy).then(([x]) => log(x === spy, traps.filter((t) => /^(?:set|delete|apply|construct|define|prevent)/.test(t)))))
