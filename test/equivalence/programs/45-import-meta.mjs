// What bundlers look for stays as it was written.
export function urls() { return [new URL('./w.js', import.meta.url).pathname.endsWith('/w.js'), typeof import.meta.url] }
export async function load() { const os = await import('node:os'); return typeof os.cpus }
log(urls())
wait(load().then(log))
