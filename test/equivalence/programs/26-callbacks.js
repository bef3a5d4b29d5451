// Functions as arguments, in data, called at once, by `call`, `apply`, `bind` and `new`.
// untold
log([3, 1, 2].sort((a, b) => a - b), [1, 2].map(function (x) { return x * 2 }), [1, 2].reduce((sum, x) => sum + x, 0))
;(function iife(x) { log('iife', x) })(1)
!function () { log('bang') }()
log(new (function () { this.x = 1 })(), (function () { return this.v }).call({ v: 2 }), Math.max.apply(null, [1, 2].map((x) => x)))
const bound = (function (a, b) { return [this.t, a, b] }).bind({ t: 0 }, 1)
log(bound(2), bound.name, bound.length)
