// Functions are called before the line that they stand on, in bodies and in blocks.
log(a(), typeof later)
function a() { return b() + (() => c())(); function b() { return 'b' } function c() { return 'c' } }
{ log(inBlock()); function inBlock() { return 'block' } }
function outer() { return inner(); function inner() { return deeper(); function deeper() { return 'deep' } } }
var later = function () { return 1 }
log(outer(), later())
