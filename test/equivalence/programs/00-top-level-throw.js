// What nobody catches arrives at the top as it was thrown.
// stacks
// throws
function outer() { inner() }
function inner() { throw new TypeError('to the top') }
outer()
