// Errors about what was awaited or yielded say what they said: V8 quotes the text around them.
const attempts = [
  async () => (await 1)(),
  async () => (await {}).missing(),
  async () => (await {}).a.b(),
  async () => new (await 1)(),
  async () => { const { x } = await undefined; return x },
  async () => [...(await 1)],
  async () => ((await null) || 1)(),
  async () => 'x' in (await 1),
  async () => (await 1)`x`,
  async () => { class A extends (await 1) {} return A },
]
wait((async () => {
  for (const attempt of attempts) await attempt().catch(({ message }) => log(message))
})())
function* given() {
  try {
    const { a } = yield
    log(a)
  } catch ({ message }) {
    log(message)
  }
  (yield 1)()
}
const i = given()
i.next()
i.next(null)
try {
  i.next()
} catch ({ message }) {
  log(message)
}
