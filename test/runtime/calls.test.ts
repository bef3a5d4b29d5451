import { beforeEach, expect, test } from 'vitest'
import { spoor } from '../../packages/runtime/src/index.ts'
import { $d, $e, $h, $k, $p, $r, $x, $y, calls, sites, story, tick } from './program.ts'

beforeEach(() => spoor.clear())

test('nested calls: order, parents, depth, arguments, results', () => {
  const $f = sites('outer a', 'add a b')
  function add(a: number, b: number) {
    var $c: any = $f['s1'] && $e($f['s1'], [a, b]),
      $v: any = $c
    try {
      return ($v = a + b)
    } finally {
      $c && $x($c, $v)
    }
  }
  function outer(a: number) {
    var $c: any = $f['s0'] && $e($f['s0'], [a]),
      $v: any = $c
    try {
      add(a, 1)
      add(a, 2)
      $v = void 0
    } finally {
      $c && $x($c, $v)
    }
  }
  outer(5)
  expect(story()).toEqual(['outer', 'outer > add = 6', 'outer > add = 7'])
  expect(calls().map(({ depth, args }) => [depth, args])).toEqual([
    [0, [5]],
    [1, [5, 1]],
    [1, [5, 2]],
  ])
  for (const { start, end, waited } of calls()) {
    expect(end).toBeGreaterThanOrEqual(start)
    expect(waited).toBe(0)
  }
})

test('values are not captured where no arguments are handed over', () => {
  const $f = sites('f a')
  const $c: any = $e($f['s0'] as number)
  $x($c, 'secret')
  expect(calls()[0]).toMatchObject({ args: undefined, value: undefined, outcome: 'returned' })
})

test('a throw that is seen, and the frames that it unwinds', () => {
  const $f = sites('top', 'middle', 'bottom')
  function bottom() {
    var $c: any = $e($f['s2'] as number, []),
      $v: any = $c
    try {
      let $t: any
      throw (($t = new TypeError('no')), $h($c, $t), $t)
    } finally {
      $x($c, $v)
    }
  }
  function middle() {
    var $c: any = $e($f['s1'] as number, []),
      $v: any = $c
    try {
      bottom()
      $v = void 0
    } finally {
      $x($c, $v)
    }
  }
  function top() {
    var $c: any = $e($f['s0'] as number, []),
      $v: any = $c
    try {
      middle()
      $v = void 0
    } finally {
      $x($c, $v)
    }
  }
  expect(top).toThrow('no')
  expect(story()).toEqual(['top !TypeError: no', 'top > middle !TypeError: no', 'top > middle > bottom !TypeError: no'])
})

test('a throw that nobody saw is learnt by the catch, for every frame it unwound', () => {
  const $f = sites('top', 'middle', 'bottom')
  const bottom = leaf($f['s2'] as number, () => JSON.parse('{'))
  const middle = leaf($f['s1'] as number, bottom)
  const top = catching($f['s0'] as number, middle)
  top()
  expect(story()[0]).toBe('top')
  expect(story()[1]).toMatch(/^top > middle !SyntaxError/)
  expect(story()[2]).toMatch(/^top > middle > bottom !SyntaxError/)
})

test('a catch with a pattern tells nothing, and ends the story', () => {
  const $f = sites('top', 'bottom', 'other')
  const bottom = leaf($f['s1'] as number, () => null!['x'])
  function top() {
    var $c: any = $e($f['s0'] as number, []),
      $v: any = $c
    try {
      try {
        bottom()
      } catch {
        $k($c)
      }
      try {
        throw 1
      } catch (e) {
        $k($c, e)
      }
      $v = void 0
    } finally {
      $x($c, $v)
    }
  }
  top()
  expect(story()).toEqual(['top', 'top > bottom !?'])
})

test('null and undefined can be thrown and are told apart from nothing', () => {
  const $f = sites('top', 'bottom')
  for (const value of [null, undefined]) {
    catching(
      $f['s0'] as number,
      leaf($f['s1'] as number, () => {
        throw value
      }),
    )()
    expect(calls()[1]?.error).toEqual(value === null ? null : { k: 'undefined' })
    spoor.clear()
  }
})

test('what is caught overrides a guess, and leaves alone what was seen', () => {
  const $f = sites('top', 'middle', 'bottom')
  const bottom = () => {
    const $c: any = $e($f['s2'] as number, [])
    try {
      $h($c, 'first')
      throw 'first'
    } finally {
      $x($c, $c)
    }
  }
  // A library that swallows the first and throws its own.
  const middle = leaf($f['s1'] as number, () => {
    try {
      bottom()
    } catch {
      throw 'second'
    }
  })
  catching($f['s0'] as number, middle)()
  expect(story()).toEqual(['top', 'top > middle !"second"', 'top > middle > bottom !"first"'])
})

test('an error swallowed by code without probes is not put on others', () => {
  const $f = sites('top', 'quiet', 'later')
  const quiet = leaf($f['s1'] as number, () => {
    throw 'swallowed'
  })
  const later = leaf($f['s2'] as number, () => null!['x'])
  function top() {
    var $c: any = $e($f['s0'] as number, []),
      $v: any = $c
    try {
      try {
        quiet()
      } catch {}
      $v = void 0
    } finally {
      $x($c, $v)
    }
  }
  top()
  catching($f['s0'] as number, later)()
  expect(story()[1]).toBe('top > quiet !?')
})

test('the exact form knows at every frame', () => {
  const $f = sites('f')
  const f = () => {
    var $c: any = $e($f['s0'] as number, []),
      $v: any = $c
    try {
      null!['x']
    } catch (e) {
      $c && $y($c, e)
      throw e
    } finally {
      $c && $x($c, $v)
    }
  }
  expect(f).toThrow(TypeError)
  expect(story()[0]).toMatch(/^f !TypeError/)
})

test('try { throw } finally { return }: it returned', () => {
  const $f = sites('f')
  const f = () => {
    var $c: any = $e($f['s0'] as number, []),
      $v: any = $c
    try {
      try {
        throw ($h($c, 1), 1)
      } finally {
        return ($v = 2)
      }
    } finally {
      $x($c, $v)
    }
  }
  f()
  expect(story()).toEqual(['f = 2'])
  expect(calls()[0]?.error).toBeUndefined()
})

test('two concurrent async calls are paired rightly, and parents are right after awaits', async () => {
  const $f = sites('async load n', 'after n', 'async all')
  const after = (n: number) => {
    const $c: any = $e($f['s1'] as number, [n])
    $x($c, n)
  }
  async function load(n: number) {
    var $c: any = $e($f['s0'] as number, [n]),
      $v: any = $c
    try {
      let $t: any
      ;(($t = await (($t = tick(n)), $p($c, 0), $t)), $r($c), $t)
      after(n)
      return ($v = n)
    } finally {
      $x($c, $v)
    }
  }
  async function all() {
    var $c: any = $e($f['s2'] as number, []),
      $v: any = $c
    try {
      let $t: any
      return ($v = (($t = await (($t = Promise.all([load(20), load(5)])), $p($c, 0), $t)), $r($c), $t))
    } finally {
      $x($c, $v)
    }
  }
  const running = all()
  after(99)
  await running
  expect(story().map((line) => line.replace(/ = \{.*/, ''))).toEqual([
    'all',
    'all > load = 20',
    'all > load = 5',
    'after = 99',
    'all > load > after = 5',
    'all > load > after = 20',
  ])
  const [top, slow, fast] = calls()
  expect(slow?.end).toBeGreaterThan(fast?.end as number)
  for (const call of [top, slow, fast]) expect(call?.waited).toBeGreaterThan(0)
})

test('a rejected await: caught, and not caught', async () => {
  const $f = sites('async top', 'async middle', 'async bottom')
  const bottom = asyncLeaf($f['s2'] as number, async () => {
    await tick()
    null!['x']
  })
  const middle = asyncLeaf($f['s1'] as number, bottom)
  async function top() {
    var $c: any = $e($f['s0'] as number, []),
      $v: any = $c
    try {
      try {
        let $t: any
        await (($t = middle()), $p($c, 0), $t)
        $r($c)
      } catch (e) {
        $k($c, e)
      }
      $v = void 0
    } finally {
      $x($c, $v)
    }
  }
  await top()
  expect(story()[0]).toBe('top')
  expect(story()[1]).toMatch(/^top > middle !TypeError/)
  expect(story()[2]).toMatch(/^top > middle > bottom !TypeError/)
})

test('a synchronous catch is not told of a rejection that went elsewhere', async () => {
  const $f = sites('top', 'async rejects', 'plain')
  const rejects = asyncLeaf($f['s1'] as number, async () => null!['x'])
  const top = catching($f['s0'] as number, () => {
    rejects().catch(() => {})
    throw new Error('mine')
  })
  top()
  await tick()
  expect(story()[1]).toBe('top > rejects !?')
})

test('interleaved generators, closed early, and thrown into', () => {
  const $f = sites('generator count n', 'use')
  function* count(n: number): Generator<number> {
    var $c: any = $e($f['s0'] as number, [n]),
      $v: any = $c
    try {
      for (let i = 0; i < n; i++) {
        $p($c, 1)
        yield i
        $r($c)
      }
      $v = void 0
    } finally {
      $x($c, $v)
    }
  }
  const use = () => {
    const $c: any = $e($f['s1'] as number, [])
    const [a, b, c] = [count(2), count(3), count(4)]
    a.next()
    b.next()
    c.next()
    a.next()
    b.next()
    b.return(0)
    expect(() => c.throw(new Error('in'))).toThrow('in')
    expect(a.next().done).toBe(true)
    $x($c, undefined)
  }
  use()
  expect(story()).toEqual(['use', 'use > count', 'use > count closed', 'use > count closed'])
  expect(calls().every(({ end, start, waited }) => waited <= (end as number) - start)).toBe(true)
})

test('a finally of the generator runs for its own account when it is closed', () => {
  const $f = sites('generator g', 'cleanup', 'use')
  const cleanup = leaf($f['s1'] as number, () => {})
  function* g() {
    var $c: any = $e($f['s0'] as number, []),
      $v: any = $c
    try {
      try {
        $p($c, 1)
        yield 1
        $r($c)
      } finally {
        $r($c, 1)
        cleanup()
      }
      $v = void 0
    } finally {
      $x($c, $v)
    }
  }
  const use = () => {
    const $c: any = $e($f['s2'] as number, [])
    for (const _ of g()) break
    leaf($f['s1'] as number, () => {})()
    $x($c, undefined)
  }
  use()
  expect(story()).toEqual(['use', 'use > g closed', 'use > g > cleanup', 'use > cleanup'])
  spoor.clear()
  expect([...g()]).toEqual([1])
  expect(story()).toEqual(['g', 'g > cleanup'])
})

test('generator.throw into a catch goes on normally', () => {
  const $f = sites('generator g')
  function* g(): Generator<number, string> {
    var $c: any = $e($f['s0'] as number, []),
      $v: any = $c
    try {
      try {
        $p($c, 1)
        yield 1
        $r($c)
      } catch (e) {
        $k($c, e)
      }
      return ($v = 'fine')
    } finally {
      $x($c, $v)
    }
  }
  const it = g()
  it.next()
  it.throw(new Error('x'))
  expect(story()).toEqual(['g = "fine"'])
})

test('yield*: children are below the delegating call, the consumer is current in between', () => {
  const $f = sites('generator outer', 'generator inner', 'step', 'use')
  const step = leaf($f['s2'] as number, () => {})
  function* inner() {
    var $c: any = $e($f['s1'] as number, []),
      $v: any = $c
    try {
      $p($c, 1)
      yield 1
      $r($c)
      step()
      $p($c, 1)
      yield 2
      $r($c)
      return ($v = 'r')
    } finally {
      $x($c, $v)
    }
  }
  function* outer() {
    var $c: any = $e($f['s0'] as number, []),
      $v: any = $c
    try {
      let $t: any
      $t = yield* ((($t = inner()), $d($c, $t), $t))
      $r($c)
      step()
      $d($c, [])
      yield* [3, 4]
      $r($c)
      return ($v = $t)
    } finally {
      $x($c, $v)
    }
  }
  const use = () => {
    const $c: any = $e($f['s3'] as number, [])
    for (const _ of outer()) step()
    $x($c, undefined)
  }
  use()
  expect(story()).toEqual([
    'use',
    'use > outer = "r"',
    'use > outer > inner = "r"',
    'use > step',
    'use > outer > inner > step',
    'use > step',
    'use > outer > step',
    'use > step',
    'use > step',
  ])
})

test('yield*: an error of the inner one, and closing both', () => {
  const $f = sites('generator outer', 'generator inner')
  function* inner(fail: boolean) {
    var $c: any = $e($f['s1'] as number, []),
      $v: any = $c
    try {
      $p($c, 1)
      yield 1
      $r($c)
      if (fail) {
        let $t: any
        throw (($t = new Error('inner')), $h($c, $t), $t)
      }
      $v = void 0
    } finally {
      $x($c, $v)
    }
  }
  function* outer(fail: boolean) {
    var $c: any = $e($f['s0'] as number, []),
      $v: any = $c
    try {
      let $t: any
      yield* ((($t = inner(fail)), $d($c, $t), $t))
      $r($c)
      $v = void 0
    } finally {
      $x($c, $v)
    }
  }
  expect(() => [...outer(true)]).toThrow('inner')
  expect(story()).toEqual(['outer !Error: inner', 'outer > inner !Error: inner'])
  spoor.clear()
  for (const _ of outer(false)) break
  expect(story()).toEqual(['outer closed', 'outer > inner closed'])
})

test('async generators with for await', async () => {
  const $f = sites('asyncGenerator pages', 'async use', 'step')
  const step = leaf($f['s2'] as number, () => {})
  async function* pages() {
    var $c: any = $e($f['s0'] as number, []),
      $v: any = $c
    try {
      for (let i = 0; i < 2; i++) {
        let $t: any
        await (($t = tick()), $p($c, 0), $t)
        $r($c)
        step()
        $p($c, 1)
        yield i
        $r($c)
      }
      $v = void 0
    } finally {
      $x($c, $v)
    }
  }
  async function use() {
    var $c: any = $e($f['s1'] as number, []),
      $v: any = $c
    try {
      let $t: any
      for await (const _ of (($t = pages()), $p($c, 0), $t)) {
        $r($c)
        try {
          step()
        } finally {
          $p($c, 0)
        }
      }
      $r($c)
      $v = void 0
    } finally {
      $x($c, $v)
    }
  }
  const running = use()
  step()
  await running
  const all = story()
  expect(all.filter((line) => line === 'use > step')).toHaveLength(2)
  expect(all.filter((line) => line.endsWith('pages > step'))).toHaveLength(2)
  expect(all).toContain('step')
})

test('recursion until the stack is full: the program sees its RangeError, the recorder stays whole', () => {
  const $f = sites('deep n', 'after')
  let deepest = 0
  function deep(n: number): number {
    var $c: any = $f['s0'] && $e($f['s0'], [n]),
      $v: any = $c
    try {
      deepest = n
      return ($v = deep(n + 1))
    } finally {
      $c && $x($c, $v)
    }
  }
  for (let i = 0; i < 5; i++) expect(() => deep(0)).toThrow(RangeError)
  expect(deepest).toBeGreaterThan(1000)
  spoor.clear()
  leaf($f['s1'] as number, () => {})()
  expect(story()).toEqual(['after'])
  expect(calls()[0]?.parent).toBe(0)
})

test('a call that never ended does not stay current once its caller has ended', () => {
  const $f = sites('outer', 'lost', 'after')
  const outer = leaf($f['s0'] as number, () => {
    $e($f['s1'] as number, [])
  })
  outer()
  leaf($f['s2'] as number, () => {})()
  expect(story()).toEqual(['outer', 'outer > lost running', 'after'])
})

test('ended calls keep no other calls alive', () => {
  const $f = sites('outer', 'inner')
  const held: any[] = []
  const inner = () => {
    const $c: any = $e($f['s1'] as number, [])
    held.push($c)
    $h($c, {})
    $x($c, $c)
  }
  const outer = leaf($f['s0'] as number, () => {
    inner()
  })
  outer()
  expect(held[0].prev).toBeUndefined()
  expect(held[0].thrown).toBeUndefined()
})

/** An instrumented function without a catch. */
function leaf(site: number, body: () => unknown): () => unknown {
  return () => {
    var $c: any = $e(site, []),
      $v: any = $c
    try {
      body()
      return ($v = void 0)
    } finally {
      $c && $x($c, $v)
    }
  }
}

function asyncLeaf(site: number, body: () => Promise<unknown>): () => Promise<unknown> {
  return async () => {
    var $c: any = $e(site, []),
      $v: any = $c
    try {
      let $t: any
      await (($t = body()), $p($c, 0), $t)
      $r($c)
      return ($v = void 0)
    } finally {
      $c && $x($c, $v)
    }
  }
}

function catching(site: number, body: () => unknown): () => unknown {
  return () => {
    var $c: any = $e(site, []),
      $v: any = $c
    try {
      try {
        body()
      } catch (e) {
        $k($c, e)
      }
      return ($v = void 0)
    } finally {
      $c && $x($c, $v)
    }
  }
}
