// Values that are no JSON are handed on, and nothing of them is used up.
// unseen
const iterator = [1, 2][Symbol.iterator](), generator = (function* () { yield 1; yield 2 })(), regexp = /a/g
const map = new Map([[{}, 1]]), it = map.entries(), error = new AggregateError([new Error('a')], 'all', { cause: -0 })
const values = [iterator, generator, it, regexp, map, new Set([NaN]), new Uint8Array(2), new Date(NaN), 10n, -0, NaN, [, 1], Symbol('s'), Object.create(null), new WeakRef({}), Promise.resolve(1), new ArrayBuffer(8), new WeakMap(), error, Object(1n), new (class Box {})(), globalThis]
const pass = (x) => x
function fails(x) { throw x }
log(values.every((x) => Object.is(pass(x), x)))
for (const x of values) try { fails(x) } catch (e) { if (!Object.is(e, x)) log('other') }
regexp.test('aa')
log([...iterator], [...generator], [...it].length, regexp.lastIndex, error.errors.length)
