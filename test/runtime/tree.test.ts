import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { beforeEach, expect, test } from 'vitest'
import { consoleTree, renderTree, spoor } from '../../packages/runtime/src/index.ts'
import { $e, $h, $k, $p, $x, calls, sites, tick } from './program.ts'

beforeEach(() => spoor.clear())

// Files are counted through; times of real calls differ from run to run.
const renamed = (text: string): string => text.replace(/file\d+/g, 'file')
const steady = (text: string): string => renamed(text).replace(/ +[\d.]+ ms +/g, '  0.00 ms  ')

/** Gives every call a duration by its place. */
const timed = () => calls().map((call, i) => ({ ...call, start: 0, end: i * 1.234, waited: call.site.async ? 0.5 : 0 }))

function shop() {
  const $f = sites(
    'async Cart.checkout user options',
    'Cart.total',
    'format price',
    'round~2 x',
    'async pay card',
    'generator ids',
    'fib n',
  )
  const run = (n: number, args: unknown[], body?: () => unknown) => {
    const $c: any = $e($f[`s${n}`] as number, args)
    const value = body?.()
    $x($c, value)
  }
  const format = (price: number) =>
    run(2, [price], () => {
      run(3, [price], () => Math.round(price))
      return `${price} €`
    })
  const fib = (n: number): void =>
    run(6, [n], () => {
      if (n > 1) {
        fib(n - 1)
        fib(n - 2)
      }
      return n
    })
  return { $f, run, format, fib }
}

test('a tree: arguments, results, failures, waiting, folds, places', () => {
  const { $f, run, format, fib } = shop()
  const checkout: any = $e($f['s0'] as number, [{ id: 7, name: 'Ada', roles: ['admin'], token: 't' }, undefined])
  run(1, [], () => {
    for (let i = 0; i < 12; i++) format(i)
    return 66
  })
  run(3, [1.5], () => 2)
  const pay: any = $e($f['s4'] as number, [{ number: '4111', cvc: 1 }])
  $h(pay, new TypeError('card\nis gone'))
  $x(pay, pay)
  $k(checkout, 1)
  const ids: any = $e($f['s5'] as number, [])
  $p(ids, 1)
  $x(ids, ids)
  $e($f['s5'] as number, [])
  fib(6)
  $x(checkout, { ok: true, lines: [1, 2, 3] })
  const text = renamed(renderTree(timed(), { width: 130 }))
  expect(text).toMatchInlineSnapshot(`
    "Cart.checkout(user: {id: 7, name: 'Ada', …}, options: undefined) → {ok: true, …}  0.00 ms, 0.50 waiting  src/file.ts:1:1
    ├─ Cart.total() → 66                                                              1.23 ms                src/file.ts:2:1
    │  └─ format(…) ×12                                                                193 ms                src/file.ts:3:1
    │     └─ round(…) ×12                                                              207 ms                src/file.ts:4:1
    ├─ round(x: 1.5) → 2                                                              32.1 ms                src/file.ts:4:1
    ├─ pay(card: {number: '4111', cvc: ‹redacted›}) ✗ threw TypeError: card is gone   33.3 ms, 0.50 waiting  src/file.ts:5:1
    ├─ ids() closed                                                                   34.6 ms                src/file.ts:6:1
    └─ ids() … suspended                                                              35.8 ms                src/file.ts:6:1
       └─ fib(n: 6) → 6                                                               37.0 ms                src/file.ts:7:1
          └─ fib(…) ×2                                                                95.0 ms                src/file.ts:7:1
             └─ fib(…) ×4                                                              212 ms                src/file.ts:7:1
                └─ fib(…) ×8                                                           449 ms                src/file.ts:7:1
                   └─ fib(…) ×8                                                        415 ms                src/file.ts:7:1
                      └─ fib(…) ×2                                                    87.6 ms                src/file.ts:7:1"
  `)
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(130)
})

test('colours go round the text, and change nothing of it', () => {
  const { format } = shop()
  format(1)
  const plain = renderTree(timed())
  expect(renderTree(timed(), { color: true }).replace(/\u001b\[\d+m/g, '')).toBe(plain)
})

test('too many lines: the deepest are counted first, then the last', () => {
  const { run, format } = shop()
  for (let i = 0; i < 3; i++)
    run(1, [i], () => {
      format(i)
      run(6, [i])
      format(i)
    })
  run(4, [], () => {
    run(1, [], () => {
      format(1)
      run(6, [1])
      format(2)
      run(3, [1])
    })
    run(6, [1])
  })
  expect(renamed(renderTree(timed(), { lines: 6 }))).toMatchInlineSnapshot(`
    "Cart.total(…) ×3                   22.2 ms                src/file.ts:2:1
    ├─ format(…) ×6  ⋯ 6 calls inside  62.9 ms                src/file.ts:3:1
    └─ fib(…) ×3                       33.3 ms                src/file.ts:7:1
    pay()                              22.2 ms, 0.50 waiting  src/file.ts:5:1
    ├─ Cart.total()  ⋯ 6 calls inside  23.4 ms                src/file.ts:2:1
    └─ fib(n: 1)                       32.1 ms                src/file.ts:7:1"
  `)
  spoor.clear()
  for (let i = 0; i < 40; i++) run(i % 2, [])
  expect(renamed(renderTree(timed(), { lines: 3 }))).toMatchInlineSnapshot(`
    "Cart.checkout()  0.00 ms, 0.50 waiting  src/file.ts:1:1
    Cart.total()     1.23 ms                src/file.ts:2:1
    Cart.checkout()  2.47 ms, 0.50 waiting  src/file.ts:1:1
    … 37 more calls left out; narrow with \`include\` or spoor.off('src/x/**')"
  `)
})

test('the sink prints a tree when its root has ended', () => {
  const { format } = shop()
  const printed: string[] = []
  const stop = spoor.subscribe(consoleTree({ print: (text) => printed.push(text) }))
  format(1)
  stop()
  expect(printed.map(steady)).toMatchInlineSnapshot(`
    [
      "format(price: 1) → '1 €'  0.00 ms  src/file.ts:3:1
    └─ round(x: 1) → 1  0.00 ms  src/file.ts:4:1",
    ]
  `)
})

test('an async root is printed when it settles, with what was learnt of its errors', async () => {
  const $f = sites('async root', 'async child')
  const printed: string[] = []
  const stop = spoor.subscribe(consoleTree({ print: (text) => printed.push(text) }))
  const root: any = $e($f['s0'] as number, [])
  const child: any = $e($f['s1'] as number, [])
  $p(child, 0)
  $p(root, 0)
  await tick()
  $x(child, child)
  expect(printed).toEqual([])
  $k(root, new Error('learnt'))
  $x(root, undefined)
  stop()
  expect(printed).toHaveLength(1)
  expect(printed[0]).toContain('child() ✗ threw Error: learnt')
})

test('what is thrown to steer the program is told, and not as a failure', () => {
  const thenable = JSON.parse('{"then":0}', (_key, value: unknown) => (value === 0 ? () => 1 : value))
  const thrown: [site: string, value: unknown, shown: string][] = [
    ['App', Promise.resolve(), 'App() threw Promise {…}'],
    ['App', thenable, 'App() threw {then: ƒ (anonymous)}'],
    ['guard', new Response(null, { status: 302 }), 'guard() threw Response {}'],
    ['guard', new (class Redirect {})(), 'guard() threw Redirect {}'],
    ['guard', { isNotFound: true }, 'guard() threw {isNotFound: true}'],
    ['page', new Error('NEXT_REDIRECT'), 'page() threw Error: NEXT_REDIRECT'],
    [
      'App',
      new Error("Suspense Exception: This is not a real error! It's an"),
      "App() threw Error: Suspense Exception: This is not a real error! It's an",
    ],
    ['guard', { isRedirect: false }, 'guard() ✗ threw {isRedirect: false}'],
    ['App', new Error('real'), 'App() ✗ threw Error: real'],
    ['App', 'text', "App() ✗ threw 'text'"],
    ['App', null, 'App() ✗ threw null'],
  ]
  for (const [name, value, shown] of thrown) {
    spoor.clear()
    const call: any = $e(sites(name)['s0'] as number, [])
    $h(call, value)
    $x(call, call)
    expect(
      renderTree(calls())
        .replace(/ {2,}\d[^]*$/, '')
        .trimEnd(),
    ).toBe(shown)
  }
})

test('a component that throws what nobody learns waits for something; any other function has failed', () => {
  const shown = ['App', 'useCart', 'Menu.Item', 'user', 'App.onClick'].map((name) => {
    spoor.clear()
    const call: any = $e(sites(name)['s0'] as number, [])
    $x(call, call)
    return renderTree(calls()).split('  ')[0]
  })
  expect(shown).toEqual(['App() threw', 'useCart() threw', 'Menu.Item() ✗ threw', 'user() ✗ threw', 'App.onClick() ✗ threw'])
})

test('a tree whose async calls go on waits for them, but not for ever', async () => {
  const $f = sites('root', 'async child')
  const printed: string[] = []
  const sink = consoleTree({ print: (text) => printed.push(text), patience: 20 })
  const stop = spoor.subscribe(sink)
  const start = () => {
    const root: any = $e($f['s0'] as number, [])
    const child: any = $e($f['s1'] as number, [])
    $p(child, 0)
    $x(root, undefined)
    return child
  }
  const child = start()
  expect(printed).toEqual([])
  $x(child, 1)
  expect(printed[0]).toContain('child() → 1')
  start()
  await tick(60)
  expect(printed[1]).toContain('child() … running')
  start()
  await spoor.flush()
  expect(printed).toHaveLength(3)
  stop()
})

test('so many trees in a second, and no more', async () => {
  const { run } = shop()
  const printed: string[] = []
  const stop = spoor.subscribe(consoleTree({ print: (text) => printed.push(text), rate: 5 }))
  // All in one second.
  while (performance.now() % 1000 > 100) await tick()
  for (let i = 0; i < 500; i++) run(2, [i])
  await spoor.flush()
  stop()
  expect(printed.length).toBeLessThan(20)
  expect(steady(printed.at(-1) as string)).toMatch(
    /^spoor: \d+ more trees, above 5 a second, were left out, \d+ of them src\/file.ts#format; spoor.off\('src\/file.ts#format'\) silences it$/,
  )
})

test('importing the console module prints trees, in colour if asked, and once only', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-tree-'))
  const entry = new URL('../../packages/runtime/src/console.ts', import.meta.url).pathname
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false })
  for (const name of ['one', 'two']) writeFileSync(join(folder, `${name}.mjs`), (outputFiles[0] as { text: string }).text)
  writeFileSync(
    join(folder, 'main.mjs'),
    `import { register, enter, exit } from './one.mjs'
    import './two.mjs'
    const f = register('spoor:1', 'src/a.js', 1, ['greet', 3, 5, 0, 'name', 'main', 9, 1, 8, ''])
    exit(enter(f.s0, ['Ada']), 'Hello Ada')
    enter(f.s1, [])`,
  )
  const run = (env: Record<string, string>): string =>
    execFileSync(process.execPath, [join(folder, 'main.mjs')], { encoding: 'utf8', env: { PATH: '', ...env } })
  expect(run({}).replace(/\d\.\d\d ms/g, '0.00 ms')).toBe(
    "greet(name: 'Ada') → 'Hello Ada'  0.00 ms  src/a.js:3:5\nmain() … running    src/a.js:9:1\n",
  )
  expect(run({ FORCE_COLOR: '1' })).toContain('\u001b[1mgreet')
  expect(run({ FORCE_COLOR: '1', NO_COLOR: '1' })).not.toContain('\u001b')
  rmSync(folder, { recursive: true })
})
