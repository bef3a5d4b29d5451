// What an array asks when it makes another, and where an item is put, is the program's own code.
// as: script, commonjs
const { species } = Symbol
let asked = 0
Object.defineProperty(Array, species, { configurable: true, get: function kind() { asked++; return this } })
function fails(x) { throw x }
function catches(x) { try { fails(x) } catch (e) { return e.message } }
const late = (x, list) => list && [x, list]
async function waits(x) { try { await null; fails(x) } catch (e) { return e.message } }
log(late({ deep: [1, [2]] }, new Map([[1, [2]]])).length, catches(new Error('caught')), asked)
late(new Error('handed'))
const made = [1, 2].map((x) => x)
log(made.length, asked)
let put = 0
Object.defineProperty(Array.prototype, 0, { configurable: true, set(x) { put++ } })
try { fails('thrown') } catch {}
const text = catches(new Error('again'))
delete Array.prototype[0]
log(text, put)
const { set } = Map.prototype
let kept = 0
Map.prototype.set = function (key, value) { kept++; return set.call(this, key, value) }
log(late({ neverSeenBefore: new Map([[1, 2]]) }, 1)[1], kept)
wait(waits(new Error('waited')).then((x) => log(x, asked)))
