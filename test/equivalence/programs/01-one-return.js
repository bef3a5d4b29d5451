// A return without braces stays a choice.
function go(x) { if (!x) return; log('went', x) }
go(0)
go(1)
