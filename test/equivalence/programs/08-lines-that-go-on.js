// A line that could go on does, and one that cannot does not.
function f(a, b) {
  let c = a
  + b
  const d = c
  / 2 / 1
  const e = [a, b]
  [0]
  c
  ++
  b
  return [b, c, d, e]
}
function g() {
  const t = String
  `raw`
  const r = 'x'
  .length
  return [t, r]
  ;(log)('never')
}
log(f(1, 2), g())
