// A return of nothing is a return, before every kind of next token.
function newline(list) {
  if (list.length) return
  [1, 2].forEach((x) => list.push(x))
}
function early(list) {
  list.push('before')
  return
  [1, 2].forEach((x) => list.push(x))
}
function template(tag) { if (tag) return/* c */
  `a`.length
  return 2 }
function inElse(a) { if (a) return
  else log('else') }
function inDo() { do return
  while (true) }
function inSwitch(a) { switch (a) { case 1: return
  default: return } }
const a = [], b = []
log(newline(a), a, early(b), b, template(1), template(0), inElse(1), inElse(0), inDo(), inSwitch(1), inSwitch(2))
