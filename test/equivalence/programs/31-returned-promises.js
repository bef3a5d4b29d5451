// A promise that is returned takes the ticks that it takes, awaited or not.
const order = []
const p = () => Promise.resolve('p')
async function plain() { return p() }
async function awaited() { return await p() }
async function inTry() { try { return await p() } finally { order.push('finally') } }
async function thenable() { return { then(done) { order.push('then called'); done('t') } } }
const arrow = async () => p()
const ticks = (n) => { let q = Promise.resolve(); for (let i = 1; i <= n; i++) q = q.then(() => order.push(i)) }
ticks(8)
for (const f of [plain, awaited, inTry, thenable, arrow]) f().then(() => order.push(f.name))
wait(new Promise((done) => void setTimeout(done, 5)).then(() => log(order.join(' '))))
