// Bodies with nothing in them.
function a() {}
function b() { }
function c() { /* nothing */ }
const d = () => {}, e = async () => {}, f = function* () {}
log(a(), b(), c(), d(), [...f()])
wait(e().then(log))
