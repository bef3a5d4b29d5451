// An async generator answers requests in the order in which they came.
async function* s() { let n = 0; while (n < 3) { await null; yield n++ } return 'end' }
const i = s()
wait(Promise.all([i.next(), i.next(), i.return('r'), i.next()]).then(log))
const j = s()
wait(Promise.allSettled([j.next(), j.throw('t'), j.next()]).then((all) => log(all.map((x) => x.status))))
