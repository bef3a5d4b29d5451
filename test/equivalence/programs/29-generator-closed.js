// A generator that its consumer closes or throws into runs its `finally`.
function* g() { try { yield 1; yield 2 } finally { log('cleanup') } }
function* c() { try { yield 1 } catch (e) { log('caught', e); yield 'after' } return 'end' }
function* stubborn() { try { yield 1 } finally { yield 'not yet' } }
function* changed() { try { yield 1 } finally { return 'changed' } }
function* inner() { try { yield 1 } finally { log('inner closed') } }
function* outer() { try { yield* inner() } finally { log('outer closed') } }
let i = g(); i.next(); log(i.return(5), i.next())
i = g(); i.next(); try { i.throw(new Error('in')) } catch (e) { log(e.message) }
i = g(); log(i.return(6))
i = g(); try { i.throw('unstarted') } catch (e) { log(e) }
i = c(); i.next(); log(i.throw('x'), i.next())
i = stubborn(); i.next(); log(i.return(1), i.next())
i = changed(); i.next(); log(i.return(1))
i = outer(); i.next(); log(i.return(2))
for (const x of g()) { log(x); break }
