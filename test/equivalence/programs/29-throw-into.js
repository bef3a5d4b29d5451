// `throw()` goes in where the generator stands, and comes out if it is not caught.
function* g() { for (;;) try { yield 'ready' } catch (e) { log('caught', e); if (e === 'stop') return 'stopped' } }
function* h() { yield 1 }
const i = g()
i.next()
log(i.throw('a'), i.throw('stop'), i.next())
const j = h()
j.next()
try { j.throw(new Error('out')) } catch (e) { log(e.message, j.next()) }
try { h().throw('at start') } catch (e) { log(e) }
function* outer() { try { yield* h() } catch (e) { yield `outer ${e}` } }
const k = outer()
k.next()
log(k.throw('through'), k.next())
