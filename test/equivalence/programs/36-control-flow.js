// Thrown things that are no errors: redirects, stops, frozen objects, and a loop that is left by one.
const STOP = Object.freeze({ stop: true })
function redirect(to) { throw Object.assign(new Error('REDIRECT'), { digest: `to ${to}` }) }
function each(list, f) { try { list.forEach((x) => { if (f(x) === false) throw STOP }) } catch (e) { if (e !== STOP) throw e; return 'stopped' } return 'all' }
function page(user) { if (!user) redirect('/login'); return 'page' }
log(each([1, 2], (x) => x < 2), each([1], () => true), page(1))
try { page() } catch (e) { log(e.digest, Object.keys(e)) }
