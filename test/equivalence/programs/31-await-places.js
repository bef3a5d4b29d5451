// `await` in every place that takes an expression.
const id = (x) => x
async function f(p, o) {
  const [a, b] = [await p, await p]
  const c = `${await p}` + -(await p) + (await o).x + (await o)?.x + (await o)['x']
  const d = { [await 'k']: await p, ...await o }
  id(await p, ...await [1, 2])
  if (await p) log('if')
  for (let i = await 0; i < await 2; i += await 1) log(i)
  for (const x of await [1]) log(x)
  for (const k in await o) log(k)
  while (!(await p));
  switch (await p) { case await p: log('case') }
  const e = await p ? await 'yes' : await 'no', g = 2 ** await p
  const h = await (await p, await o), i = new (await Map)(), j = typeof await p, k = void await p
  class K extends (await Object) { [await 'm']() { return 1 } static [await 's'] = 2 }
  const l = (await id)(1), m = await id(await p), n = await await p
  let q = 1; q += await p; q ||= await p
  const r = ((x = 1) => x)(await p), s = (await import('node:os').catch(() => 1)) && 1
  return [a, b, c, d, e, g, h, i.size, j, k, new K().m(), K.s, l, m, n, q, r, s, await p, await p]
}
wait(f(Promise.resolve(1), { x: 3 }).then(log, (e) => log(e.name)))
