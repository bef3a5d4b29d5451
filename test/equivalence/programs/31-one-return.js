// What an async function returns is there when it would be.
const order = []
async function f() { return 1 }
async function g() {}
const h = async () => 2
Promise.resolve().then(() => order.push('then 1')).then(() => order.push('then 2')).then(() => order.push('then 3'))
f().then(() => order.push('f'))
g().then(() => order.push('g'))
h().then(() => order.push('h'))
setTimeout(() => log(order.join(' ')))
wait(new Promise((done) => void setTimeout(done, 5)))
