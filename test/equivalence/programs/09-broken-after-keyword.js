// A line break after `return`, `yield`, `break`, `continue` or before `++` ends the statement.
function f() {
  return
  'lost'
}
function* g() {
  const x = yield
  'lost'
  return x
}
function h() {
  let i = 0, j = 5
  i
  ++
  j
  out: for (;;) { break
    out }
  return [i, j]
}
const a = (x) => {
  return (
    x
  )
}
const i = g()
log(f(), i.next(), i.next('in'), h(), a('kept'))
