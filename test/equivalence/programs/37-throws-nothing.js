// `undefined` and `null` are thrown and caught like anything else.
function f(x) { throw x }
const caught = (x) => { try { f(x); return 'nothing' } catch (e) { return e === x } }
const without = () => { try { f() } catch { return 'without' } }
const through = (x) => { try { try { f(x) } finally { log('through') } } catch (e) { return String(e) } }
log(caught(undefined), caught(null), caught(NaN), without(), through(undefined), through(null))
wait((async () => { try { await (async () => f())() } catch (e) { log('async', e) } })())
wait(Promise.reject().catch((e) => log('rejected', e)))
