// A function goes to a worker as text and works there.
import { Worker } from 'node:worker_threads'
const work = (n) => { const inner = (x) => { if (x > 100) throw new Error('big'); return x * 2 }; try { return inner(n) } catch (e) { return e.message } }
async function later(n) { for await (const x of [n]) return await x }
const source = `const { parentPort } = require('node:worker_threads'); const work = ${work}; const later = ${later}; later(3).then((x) => parentPort.postMessage([work(2), work(200), x]))`
wait(new Promise((done, failed) => new Worker(source, { eval: true }).on('message', done).on('error', failed)).then(log, (e) => log(e.message)))
