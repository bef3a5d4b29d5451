// A var and a function of one name share a body, which cannot stand in a block.
// as: sloppy
function first() {
  function g() { return 'function' }
  var g
  return typeof g
}
function middle() {
  var g = 1
  function g() {}
  log(typeof g)
  return g
}
function inLoop() {
  log(typeof g)
  for (var g of [1, 2]) log(g)
  function g() {}
  return g
}
log(first(), middle(), inLoop())
