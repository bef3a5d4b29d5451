// Streams, responses and readers are not read by anybody else.
// unseen
const body = new Response('text'), stream = new ReadableStream({ start(c) { c.enqueue('chunk'); c.close() } }), blob = new Blob(['blob'])
const pass = (x) => x
async function later(x) { return pass(x) }
async function* each(x) { yield* x }
log(pass(body).bodyUsed, pass(stream).locked)
wait((async () => { log(await (await later(body)).text(), body.bodyUsed); for await (const x of each(stream)) log(x); log(await pass(blob).text(), new URLSearchParams(pass(new URLSearchParams('a=1'))).get('a')) })())
