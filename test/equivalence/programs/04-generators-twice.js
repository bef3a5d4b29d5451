// Two generators or async functions of one name in one body: the last one counts.
function f() { function* g() { yield 1 } function* g() { yield 2 } return [...g()] }
function h() { async function g() { return 1 } async function g() { return 2 } return g() }
log(f())
wait(h().then(log))
