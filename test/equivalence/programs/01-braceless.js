// Statements without braces keep their one statement.
function go(x) {
  if (!x) return
  log('went', x)
}
function pick(a) { if (a) return; else log('else') }
function pickValue(a) { if (a) return 'yes'; else return 'no' }
function until(i) { do if (i) return; while (i); log('never ends?', i) }
function labelled(x) { lbl: if (x) return; log('labelled') }
function thrower(x) { if (x) throw x; else return 1 }
function loops(list) { for (const x of list) if (x > 1) return x }
go(0), go(1)
log(pick(1), pick(0), pickValue(1), pickValue(0), until(1), until(0), labelled(1), labelled(0), loops([1, 2, 3]), loops([]))
try { thrower('x') } catch (e) { log('caught', e) }
log(thrower(0))
