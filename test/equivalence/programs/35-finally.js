// One exit, with the last value, whatever `finally` does.
function over() { try { return 1 } finally { return 2 } }
function nothing() { try { return 1 } finally { return } }
function keeps() { try { return 1 } finally { log('finally') } }
function swallows() { try { throw 1 } finally { return 'swallowed' } }
function breaks() { l: try { return 1 } finally { break l } }
function goesOn() { for (const x of [1, 2]) { try { return x } finally { continue } } log('after') ; return 3 }
function throwsAfter() { try { return 1 } finally { throw 'late' } }
function callsThrower() { try { return 1 } finally { thrower() } }
function nested() { try { try { return 1 } finally { try { thrower() } catch (e) { log(e) } } } finally { log('outer') } }
function rescued() { try { try { return 1 } finally { throw 2 } } catch (e) { log('rescued', e) } }
function inFinally() { try { return 1 } finally { try { log('a') } finally { log('b') } }}
function throwsFalsely() { try { throw 1 } catch (e) { return 'caught' } finally { } }
function thrower() { throw 'thrown' }
for (const f of [over, nothing, keeps, swallows, breaks, goesOn, throwsAfter, callsThrower, nested, rescued, inFinally, throwsFalsely])
  try { log(f.name, f()) } catch (e) { log(f.name, 'threw', e) }
async function waits() { try { return 1 } finally { await null; log('waited') } }
async function waitsAndThrows() { try { return 1 } finally { await Promise.reject('rejected') } }
wait(waits().then(log))
wait(waitsAndThrows().catch(log))
