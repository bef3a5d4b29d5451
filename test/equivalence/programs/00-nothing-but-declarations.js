// A script of nothing but declarations ends with no value.
// as: sloppy script
var shown = log(twice(1))
function twice(x) { return [x, x].join() }
{ let more = log(twice(2)) }
