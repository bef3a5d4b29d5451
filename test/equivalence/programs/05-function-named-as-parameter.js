// A function in the body takes the place of a parameter of its name.
function f(a) { function a() { return 'function' } return typeof a }
function g(a, b = () => a) { function a() {} return [typeof a, typeof b()] }
function h({ a }) { function a() {} return typeof a }
log(f(1), g(1), h({ a: 1 }))
