// A module that is run again, while calls of its older self go on.
const sleep = async (n) => { while (n--) await new Promise((done) => void setImmediate(done)) }
const versions = []
const load = (version) => { const hot = { version, render: () => `render ${version}`, later: async () => { await sleep(3 - version); return hot.render() }, stream: async function* () { yield version; await sleep(1); yield version } }; versions.push(hot); return hot }
const old = load(1), pending = old.later(), stream = old.stream()
const fresh = load(2)
log(old.render(), fresh.render(), old.render === fresh.render)
wait(Promise.all([pending, fresh.later(), stream.next(), stream.next()]).then(log))
