// `length` counts the parameters before the first default or rest.
const fs = [function () {}, function (a, b) {}, (a, b = 1, c) => {}, (...a) => {}, ({ a }, [b]) => {}, async (a) => {}, function* (a, b, c) {}, class { constructor(a, b) {} }, { m(a) {} }.m, Object.getOwnPropertyDescriptor({ set s(v) {} }, 's').set]
log(fs.map((f) => f.length))
const curry = (f, ...had) => (...got) => (had.length + got.length >= f.length ? f(...had, ...got) : curry(f, ...had, ...got))
log(curry((a, b, c) => a + b + c)(1)(2)(3), curry(function (a, b) { return a * b })(2)(3))
