// A component that throws a promise and is rendered again once that is there.
let data
const cache = () => { if (!data) throw Promise.resolve('loaded').then((x) => { data = x }); return data }
function Component() { return `<p>${cache()}</p>` }
async function render(C) { for (;;) try { return C() } catch (thrown) { if (typeof thrown?.then !== 'function') throw thrown; log('suspends'); await thrown } }
wait(render(Component).then(log))
