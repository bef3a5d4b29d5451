// A catch with a pattern, with defaults, or with nothing at all.
function f(x) { try { throw x } catch ({ message = 'none', code: [c, ...d] = [0], ...rest }) { return [message, c, d, rest] } }
function g() { try { throw 1 } catch { return 'nothing' } }
function h() { try { throw null } catch ({ a }) { return a } }
function i() { try { throw [1, () => 2] } catch ([a, b = log('never')]) { return a + b() } }
log(f({ code: [1, 2], x: 3 }), f({}), g(), i())
try { h() } catch (e) { log(e.name) }
