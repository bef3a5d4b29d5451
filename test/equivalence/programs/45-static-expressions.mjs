// Expressions that bundlers look for stay as they were written.
// text
function worker() { return new URL('./worker.js', import.meta.url).href.endsWith('/worker.js') }
async function load() { const { basename } = await import('node:path'); return basename('/a/b') }
const text = String(worker) + String(load)
log(text.includes("new URL('./worker.js', import.meta.url)"), text.includes("await import('node:path')") || text.includes("import('node:path')"), worker())
wait(load().then(log))
