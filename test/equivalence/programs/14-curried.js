// Functions that return functions, without a brace or a semicolon.
const add = a => b => c => a + b + c
const make = x => function () { return x }
const deep = () => () => () => () => 'deep'
function curry(f) { return x => y => f(x, y) }
const async3 = a => async b => await (async c => a + b + c)(3)
log(add(1)(2)(3), make(4)(), deep()()()(), curry((x, y) => x * y)(5)(6), add(1).name, make(1).name)
wait(async3(1)(2).then(log))
