// Thrown things that fight back when they are looked at.
// unseen
const bomb = () => { throw new Error('looked at') }
const values = [{ toString: bomb, valueOf: bomb }, { get message() { return bomb() }, get stack() { return bomb() }, get name() { return bomb() } }, new Proxy({}, { get: bomb, has: bomb, ownKeys: bomb, getPrototypeOf: bomb, getOwnPropertyDescriptor: bomb }), Object.create(null), Object.defineProperty(new Error('e'), 'stack', { get: bomb }), new (class extends Error { get message() { return bomb() } })(), Object.setPrototypeOf(new Error('no proto'), null)]
function thrower(v) { throw v }
function passes(v) { try { return thrower(v) } finally { void 0 } }
for (const v of values) try { passes(v) } catch (e) { log(e === v) }
wait(Promise.all(values.map(async (v) => { try { await (async () => thrower(v))() } catch (e) { return e === v } })).then(log))
