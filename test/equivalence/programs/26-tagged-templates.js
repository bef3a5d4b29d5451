// Tags get the same strings object at the same place, and their `this`.
const seen = new Set()
function tag(strings, ...values) { seen.add(strings); return strings.raw.join('|') + values.join() + (this?.t ?? '') }
const o = { t: 'this', tag }
function f(x) { return tag`a${x}\n` }
log(f(1), f(2), seen.size, o.tag`b${2}`, (() => tag)()`c`, Object.isFrozen([...seen][0]), String.raw`\x${1}`)
