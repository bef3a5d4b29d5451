// Exceptions caught inside: with a name, a pattern, nothing; thrown on; in loops.
function named() { try { null.x } catch (e) { return e.name } }
function pattern() { try { throw { a: 1, b: [2] } } catch ({ a, b: [c] }) { return [a, c] } }
function absent() { try { throw 1 } catch { return 'absent' } }
function on() { try { throw 1 } catch (e) { throw e + 1 } }
function strictName() { try { throw 1 } catch (e) { var e = 5; return e } }
function builtin() { return JSON.parse('{') }
function inner() { try { return builtin() } catch (err) { return err.name } finally { log('f') } }
log(named(), pattern(), absent(), strictName(), inner())
try { on() } catch (e) { log(e) }
async function rejected() { try { await Promise.reject(1) } catch (e) { return e } }
wait(rejected().then(log))
