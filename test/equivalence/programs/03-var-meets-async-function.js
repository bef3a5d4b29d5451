// A `var` and an async function or a generator of one name.
function f() { var g; async function g() { return 1 } return g }
function h() { function* g() { yield 2 } var g; return g }
log(f().name, [...h()()])
wait(f()().then(log))
