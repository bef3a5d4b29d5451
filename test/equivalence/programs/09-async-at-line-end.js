// An `async` at a line's end is a name, and so are `await` and `yield` outside of their functions.
// as: sloppy
var async = 1, await = 2, yield = 3
function f(x) { x = async
  function g() { return await + yield }
  return x + g() }
log(f(0))
