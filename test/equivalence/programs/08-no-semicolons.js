// Lines that only their line break ends stay apart.
function lists(a, b) {
  let c = a
  ;[1, 2].forEach((x) => log(x))
  const f = () => {}
  ;(() => log('own'))()
  a = b
  ++c
  return c
}
function afterFunction() {
  const f = function () { return 'f' }
  [0].toString()
  return typeof f
}
function* ups(i) {
  yield i++
  [1, 2].forEach((x) => log('up', x))
  yield
  (() => log('called'))()
  yield
  `text`.length
  let x = yield
  +1
  yield () => {}
  [3].forEach((x) => log('arrow', x))
  yield x++
  if (i) yield
  else log('no')
  return () => {}
  (log)('never')
}
function thrown(i) {
  throw i++
  (log)('never')
}
async function waits(i) {
  await i++
  (log)('parenthesis')
  await (() => {})
  log('next')
  ;[await i, await i].forEach(log)
  return i--
  (log)('never')
}
async function* gives(i) {
  return i++
  [0]
}
log(lists(1, 2), [...ups(1)])
try { log(afterFunction()) } catch (e) { log(e.message) }
try { thrown(1) } catch (e) { log(e) }
wait(waits(1).then(log))
wait(gives(7).next().then(log))
