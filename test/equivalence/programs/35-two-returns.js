// The return of a `finally` wins over the one before, and over a throw.
function f() { try { return 1 } finally { return 2 } }
function g() { try { throw 1 } finally { return 'no throw' } }
function h() { for (const x of [1, 2, 3]) try { return x } finally { if (x < 3) continue } }
function i() { try { return 'kept' } finally { log('side effect') } }
async function j() { try { return await 1 } finally { return 'async' } }
function* k() { try { yield 1; return 2 } finally { return 3 } }
log(f(), g(), h(), i(), [...k()], k().return(9))
wait(j().then(log))
