// What is marked as pure stands right before the call that it is about.
// text
const make = (x) => ({ x })
const a = /*#__PURE__*/ make(1), b = /* @__PURE__ */ new (class { y = 2 })(), c = /*#__PURE__*/ (() => ({ z: 3 }))()
function f() { return /*#__PURE__*/ make(4) }
const g = () => /*#__PURE__*/ make(5)
log(a, b.y, c, f(), g(), /\/\*#__PURE__\*\/ make\(4\)/.test(String(f)), /\/\*#__PURE__\*\/ make\(5\)/.test(String(g)))
