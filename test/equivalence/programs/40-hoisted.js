// A function may be called before the line that it is on.
log(early(1))
function early(x) { return inner(x); function inner(y) { return y + 1 } }
