// Anything can be thrown: promises, nothing, things that cannot be shown.
const values = [undefined, null, 0, '', Promise.resolve('suspense'), { toString: null }, Symbol('s'), Object.freeze(new Error('frozen')), () => {}]
function thrower(v) { throw v }
function passes(v) { return thrower(v) }
for (const v of values) try { passes(v) } catch (e) { log(e === v, typeof e) }
function redirect() { throw Object.assign(new Error('NEXT_REDIRECT'), { digest: 'x' }) }
try { redirect() } catch (e) { log(e.digest) }
