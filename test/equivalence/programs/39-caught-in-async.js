// Rejections that are caught, thrown on, or raced.
const reject = async (x) => { await null; throw x }
async function f() { try { await reject('f') } catch (e) { return `caught ${e}` } finally { log('finally') } }
async function g() { try { return await Promise.any([reject(1), reject(2)]) } catch (e) { return e.errors } }
async function h() { const all = await Promise.allSettled([reject(1), f()]); return all.map((x) => x.status) }
async function i() { try { for await (const x of [reject('in list')]) log(x) } catch (e) { return e } }
wait(f().then(log).then(g).then(log).then(h).then(log).then(i).then(log))
