// Catches in catches, thrown on, swallowed, with names that shadow.
function f(x) { try { try { throw x } catch (e) { if (x > 1) throw e + 1; return e } finally { log('inner') } } catch (e) { return `outer ${e}` } }
function g(e) { try { throw 'new' } catch (e) { { let e = 'block'; log(e) } return e } finally { log(e) } }
function h() { try { try { throw 1 } finally { try { throw 2 } catch (e) { log(e) } } } catch (e) { return e } }
function i() { for (let n = 0; ; n++) try { if (n < 3) throw n; return n } catch (e) { log('retry', e) } }
log(f(1), f(2), g('old'), h(), i())
