// Code that is made at run time calls, and is called by, what is instrumented.
const twice = (f) => f() + f()
const made = new Function('f', 'return f(() => 2)')
log(made(twice), twice(new Function('return 1')))
