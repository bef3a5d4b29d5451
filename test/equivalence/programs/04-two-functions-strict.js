// Strict code may declare a function twice in a body, not in a block.
'use strict'
function last() {
  return h()
  function h() { return 1 }
  function h() { return 2 }
}
function spread() {
  function h() { return 1 }
  const x = h()
  function h() { return 2 }
  log(x)
  return h()
}
log(last(), spread())
