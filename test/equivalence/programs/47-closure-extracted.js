// A function is taken out as text, with the names that it closes over handed in, as worklets and resumable frameworks do.
// unseen
const factor = 3
const scale = (x) => { 'worklet'; const y = x * factor; if (y > 50) throw new Error('big'); return y }
async function save(form) { 'use server'; await null; return `${form} saved, ${factor}` }
const extract = (f, closure) => new Function(...Object.keys(closure), `return (${f})`)(...Object.values(closure))
const there = extract(scale, { factor })
log(there(2))
try { there(20) } catch (e) { log(e.message) }
wait(extract(save, { factor: 4 })('form').then(log))
