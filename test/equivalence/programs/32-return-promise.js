// The very promise that was returned comes out.
class SubPromise extends Promise { get extra() { return 'extra' } }
function give() { return SubPromise.resolve(1) }
const arrow = () => SubPromise.resolve(2)
log(give().extra, arrow().extra, give() instanceof SubPromise)
async function rejects() { return Promise.reject('e') }
wait(rejects().catch((e) => log('rejected', e)))
