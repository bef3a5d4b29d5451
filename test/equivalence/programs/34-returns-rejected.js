// A rejected promise that an async function returns rejects it.
// unseen
async function f() { return Promise.reject(new Error('elsewhere')) }
async function g() { const p = Promise.reject('kept'); try { return p } catch { return 'never' } }
async function h() { const p = Promise.reject('kept'); try { return await p } catch (e) { return `caught ${e}` } }
const arrow = async () => f()
for (const each of [f, g, h, arrow]) wait(each().then((v) => log(each.name, v), (e) => log(each.name, 'rejected', e.message ?? e)))
