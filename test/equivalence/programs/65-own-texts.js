// `toJSON`, `toString`, `valueOf`, `Symbol.toPrimitive` and custom inspection run only for the program.
// unseen
const ran = []
const o = { toJSON() { ran.push('toJSON'); return 'json' }, toString() { ran.push('toString'); return 'text' }, valueOf() { ran.push('valueOf'); return 7 }, [Symbol.toPrimitive](hint) { ran.push(hint); return 8 }, [Symbol.for('nodejs.util.inspect.custom')]() { ran.push('inspect'); return 'shown' }, inspect() { ran.push('old inspect'); return 'old' } }
class E extends Error { toString() { ran.push('E'); return 'E' } toJSON() { ran.push('E json'); return {} } }
const pass = (x) => x
function fails(x) { throw x }
pass(o); pass(new E('e'))
for (const x of [o, new E('x')]) try { fails(x) } catch (e) { pass(e) }
log(ran.join() || 'none')
log(JSON.stringify({ o: pass(o) }), `${pass(o)}`, +pass(o), ran.join())
