// A builder whose calls return itself, and a query that is only run when awaited.
let runs = 0
class Query { where() { return this } limit(n) { this.n = n; return this } then(done, failed) { runs++; return Promise.resolve(`rows ${this.n}`).then(done, failed) } }
const find = () => new Query().where().limit(2)
const q = find()
log(runs, q.n)
async function load() { return await find() }
async function passes() { return find() }
wait(load().then((r) => log(r, runs)).then(passes).then((r) => log(r, runs)))
