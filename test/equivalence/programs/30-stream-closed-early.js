// A stream that is left is closed, before what comes after.
async function* s() { try { yield 1; yield 2 } finally { await null; log('closed') } }
async function leave() { for await (const x of s()) { log(x); break } log('after') }
async function fail() { try { for await (const x of s()) throw 'thrown' } catch (e) { log(e) } }
async function give() { for await (const x of s()) return x }
async function byHand() { const i = s(); await i.next(); log(await i.return('early'), await i.next()) }
wait(leave().then(fail).then(give).then(log).then(byHand))
