// Pure annotations, requires, and expressions that bundlers look at are left alone.
const make = (x) => ({ x })
const made = /*#__PURE__*/ make(1)
function load() { return typeof require === 'function' ? typeof require : 'function' }
log(made, load())
