import { createContext, runInContext } from 'node:vm'
import { beforeEach, expect, test } from 'vitest'
import { DEFAULT_LIMITS, formatSnapshot, snapshot, spoor } from '../../packages/runtime/src/index.ts'
import type { Snapshot } from '../../packages/runtime/src/index.ts'
import { $e, $x, calls, sites } from './program.ts'

beforeEach(() => spoor.clear())

const never = (): never => {
  throw new Error('user code ran')
}

test.each<[string, unknown, Snapshot]>([
  ['string', 'a', 'a'],
  ['number', 1.5, 1.5],
  ['boolean', false, false],
  ['null', null, null],
  ['undefined', undefined, { k: 'undefined' }],
  ['NaN', NaN, { k: 'number', v: 'NaN' }],
  ['-0', -0, { k: 'number', v: '-0' }],
  ['Infinity', -Infinity, { k: 'number', v: '-Infinity' }],
  ['bigint', 12n, { k: 'bigint', v: '12' }],
  ['symbol', Symbol('s'), { k: 'symbol', v: 'Symbol(s)' }],
  ['function', function f() {}, { k: 'function', name: 'f' }],
  ['class', class A {}, { k: 'function', name: 'A', class: true }],
  ['async arrow', async () => {}, { k: 'function', name: '' }],
  ['date', new Date(0), { k: 'date', v: '1970-01-01T00:00:00.000Z' }],
  ['no date', new Date(NaN), { k: 'date', v: 'Invalid Date' }],
  ['regexp', /a\/b/giu, { k: 'regexp', v: '/a\\/b/giu' }],
  ['null prototype', Object.create(null), { k: 'object', name: '', props: [], size: 0 }],
  ['sparse', [1, , 2], { k: 'array', name: 'Array', items: [1, { k: 'hole' }, 2], size: 3 }],
  ['typed', new Uint8Array([1, 2]), { k: 'array', name: 'Uint8Array', items: [1, 2], size: 2 }],
  ['bigint array', new BigInt64Array([1n]), { k: 'array', name: 'BigInt64Array', items: [{ k: 'bigint', v: '1' }], size: 1 }],
  ['map', new Map([['a', 1]]), { k: 'map', name: 'Map', entries: [['a', 1]], size: 1 }],
  ['set', new Set([1]), { k: 'set', name: 'Set', items: [1], size: 1 }],
  ['promise', Promise.resolve(1), { k: 'opaque', name: 'Promise' }],
  ['weak map', new WeakMap(), { k: 'opaque', name: 'WeakMap' }],
  ['generator', (function* () {})(), { k: 'opaque', name: 'Generator' }],
  ['event target', new AbortController().signal, { k: 'opaque', name: 'AbortSignal' }],
  [
    'instance',
    new (class Cart {
      n = 1
    })(),
    { k: 'object', name: 'Cart', props: [['n', 1]], size: 1 },
  ],
  [
    'getter',
    {
      get x() {
        return never()
      },
    },
    { k: 'object', name: 'Object', props: [['x', { k: 'getter' }]], size: 1 },
  ],
  ['boxed', Object(1), { k: 'object', name: 'Number', props: [], size: 0 }],
])('%s', (_, value, expected) => expect(snapshot(value)).toEqual(expected))

test('errors: name, message, stack, cause; AggregateError', () => {
  class PaymentError extends Error {}
  const shot = snapshot(new PaymentError('no', { cause: new TypeError('inner') })) as any
  expect(shot).toMatchObject({
    k: 'error',
    name: 'PaymentError',
    message: 'no',
    cause: { k: 'error', name: 'TypeError', message: 'inner' },
  })
  expect(shot.stack).toContain('snapshot.test.ts')
  expect(snapshot(new AggregateError([new Error('a')], 'all'))).toMatchObject({
    message: 'all',
    cause: { k: 'array', items: [{ message: 'a' }] },
  })
  expect(
    snapshot({
      __proto__: Error.prototype,
      get message() {
        return never()
      },
    }),
  ).toMatchObject({ k: 'error', message: '[Getter]' })
  const own = Object.defineProperty(new Error('own'), 'stack', { get: never })
  expect(snapshot(own)).toMatchObject({ k: 'error', message: 'own' })
})

test('no code of the user runs', () => {
  class Evil extends Map<string, number> {
    override get size(): number {
      return never()
    }
    override entries(): never {
      return never()
    }
    override forEach(): never {
      return never()
    }
    override [Symbol.iterator](): never {
      return never()
    }
    override get [Symbol.toStringTag](): string {
      return never()
    }
    toJSON(): never {
      return never()
    }
    [Symbol.toPrimitive](): never {
      return never()
    }
    [Symbol.for('nodejs.util.inspect.custom')](): never {
      return never()
    }
  }
  const evil = new Evil()
  Map.prototype.set.call(evil, 'a', 1)
  expect(snapshot(evil)).toEqual({ k: 'map', name: 'Evil', entries: [['a', 1]], size: 1 })
  class Pattern extends RegExp {
    override get flags(): string {
      return never()
    }
    override get global(): boolean {
      return never()
    }
    override get source(): string {
      return never()
    }
    override toString(): string {
      return never()
    }
  }
  expect(snapshot(new Pattern('a', 'g'))).toEqual({ k: 'regexp', v: '/a/g' })
  class Day extends Date {
    override getTime(): number {
      return never()
    }
    override toISOString(): string {
      return never()
    }
  }
  expect(snapshot(new Day(0))).toEqual({ k: 'date', v: '1970-01-01T00:00:00.000Z' })
})

test('errors whose name, message or cause a getter gives: it is not asked, by the engine neither', () => {
  let asked = 0
  const getter = { get: () => void asked++, configurable: true }
  class Told extends Error {
    override get message(): string {
      return String(asked++)
    }
  }
  class Named extends Error {
    override get name(): string {
      return String(asked++)
    }
  }
  expect(snapshot(new Told())).toEqual({ k: 'error', name: 'Told', message: '[Getter]' })
  expect(snapshot(new Named('x'))).toEqual({ k: 'error', name: 'Named', message: 'x' })
  for (const key of ['name', 'message', 'stack', 'cause']) {
    const shown = snapshot(Object.defineProperty(new Error('x'), key, getter))
    expect([key, shown]).toMatchObject([key, { k: 'error', name: 'Error', message: key === 'message' ? '[Getter]' : 'x' }])
    if (key === 'cause') expect(shown).toMatchObject({ cause: { k: 'getter' } })
  }
  const aggregate = new AggregateError([new Told()], 'y')
  expect(snapshot(aggregate)).toMatchObject({ message: 'y', cause: { items: [{ name: 'Told' }] } })
  const behind = Object.setPrototypeOf(new Error('z'), new Proxy(Error.prototype, { get: () => asked++ }))
  expect(snapshot(behind)).toMatchObject({ message: 'z' })
  expect(asked).toBe(0)
})

test('the platform gives name and message of its own errors by getters, which are asked', () => {
  expect(snapshot(new DOMException('Stopped', 'AbortError'))).toMatchObject({
    k: 'error',
    name: 'AbortError',
    message: 'Stopped',
    stack: expect.stringContaining('snapshot.test'),
  })
})

test('elements of React, Preact and Vue are named, and not looked into', async () => {
  const { createElement, forwardRef, Fragment, memo } = await import('react')
  const { createPortal } = await import('react-dom')
  const preact = await import('preact')
  const vue = await import('vue')
  const Form = ({ total }: { total: number }): string => `${total}`
  const shown = (value: unknown): string => {
    const taken = snapshot(value)
    expect(taken).toMatchObject({ k: 'opaque' })
    return formatSnapshot(taken)
  }
  expect(shown(createElement(Form, { total: 1 }, createElement('p')))).toBe('<Form>')
  expect(shown(createElement('p', null, 'text'))).toBe('<p>')
  expect(shown(createElement(memo(Form), { total: 1 }))).toBe('<Form>')
  expect(
    shown(
      createElement(
        memo(
          forwardRef(function Input(_props, _ref) {
            return null
          }),
        ),
      ),
    ),
  ).toBe('<Input>')
  expect(shown(createElement(Fragment))).toBe('<react.fragment>')
  expect(shown(createElement(() => null))).toBe('<…>')
  expect(shown(createPortal('text', { nodeType: 1 } as never))).toBe('<…>')
  expect(shown(preact.h(Form, { total: 1 }))).toBe('<Form>')
  expect(shown(preact.h('p', { id: 'a' }, 'text'))).toBe('<p>')
  expect(shown(vue.h({ name: 'Form', render: () => null }))).toBe('<Form>')
  // Before version 11.
  expect(shown({ type: 'p', props: {}, key: undefined, constructor: undefined })).toBe('<p>')
  expect(formatSnapshot(snapshot([createElement('p'), 1]))).toBe('[<p>, 1]')
})

test('what only looks like an element is looked into', () => {
  for (const value of [{ type: 'p', props: { a: 1 } }, { $$typeof: 'text', type: 'p' }, { __v_isVNode: 1 }, { type: 'p', constructor: 1 }])
    expect(snapshot(value)).toMatchObject({ k: 'object' })
})

test("Node's timers, sockets and streams are named; classes of the same names are looked into", async () => {
  const timeout = setTimeout(() => {}, 1e6)
  const immediate = setImmediate(() => {})
  const { Socket } = await import('node:net')
  const { Readable } = await import('node:stream')
  for (const [name, value] of Object.entries({ Timeout: timeout, Immediate: immediate, Socket: new Socket(), Readable: new Readable() }))
    expect(snapshot(value)).toEqual({ k: 'opaque', name })
  clearTimeout(timeout)
  clearImmediate(immediate)
  class Timeout {
    after = 5
  }
  expect(snapshot(new Timeout())).toEqual({ k: 'object', name: 'Timeout', props: [['after', 5]], size: 1 })
})

test('hostile values cannot break it', () => {
  expect(snapshot(Object.create(Map.prototype))).toEqual({ k: 'object', name: 'Map', props: [], size: 0 })
  expect(
    snapshot(
      new (class Date {
        y = 1
      })(),
    ),
  ).toMatchObject({ k: 'object', name: 'Date', props: [['y', 1]] })
})

test('values of another realm', () => {
  const other = runInContext('({ map: new Map([[1, 2]]), list: [1], date: new Date(0), error: new TypeError("x") })', createContext({}))
  expect(snapshot(other.map)).toMatchObject({ k: 'map', entries: [[1, 2]] })
  expect(snapshot(other.list)).toMatchObject({ k: 'array', items: [1] })
  expect(snapshot(other.date)).toMatchObject({ k: 'date' })
  expect(snapshot(other.error)).toMatchObject({ k: 'error', name: 'TypeError', message: 'x' })
})

test('cycles, and the same object twice', () => {
  const loop: any = { shared: {} }
  loop.self = loop
  loop.again = loop.shared
  expect(snapshot(loop)).toMatchObject({
    props: [
      ['shared', { k: 'object' }],
      ['self', { k: 'circular' }],
      ['again', { k: 'object' }],
    ],
  })
})

test('everything is bounded', () => {
  const deep: any = {}
  let at = deep
  for (let i = 0; i < 1e5; i++) at = at.next = {}
  const wide = Array.from({ length: 99 }, () => Array.from({ length: 99 }, () => Array.from({ length: 99 }, () => 1)))
  const many = Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [`k${i}`, i]))
  for (const value of [
    deep,
    wide,
    many,
    new Array(1e6).fill('x'.repeat(1e3)),
    'x'.repeat(1e7),
    new Map(Object.entries(many)),
    Symbol('x'.repeat(1e6)),
    10n ** 5000n,
  ])
    expect(JSON.stringify(snapshot(value)).length).toBeLessThan(40_000)
  expect(snapshot(many)).toMatchObject({ size: 1e5 })
  expect((snapshot(many) as any).props).toHaveLength(DEFAULT_LIMITS.fields)
  expect(snapshot('x'.repeat(300))).toEqual({ k: 'string', v: 'x'.repeat(255), size: 300 })
  expect(snapshot({ a: { b: { c: { d: 1 } } } })).toMatchObject({
    props: [['a', { props: [['b', { props: [['c', { k: 'opaque', name: 'Object' }]] }]] }]],
  })
})

test('secrets are redacted by the names of keys, map keys and parameters', () => {
  const redacted = { k: 'redacted' }
  const keys = [
    'password',
    'userPassword',
    'API_KEY',
    'x-api-key',
    'apiKeys',
    'Authorization',
    'card_number',
    'cvc',
    'userSSN',
    'home-email',
  ]
  for (const key of keys) expect([key, snapshot({ [key]: 'x' })]).toMatchObject([key, { props: [[key, redacted]] }])
  for (const key of ['className', 'businessName', 'cvcless', 'pass', 'author'])
    expect(snapshot({ [key]: 'x' })).toMatchObject({ props: [[key, 'x']] })
  expect(
    snapshot(
      new Map([
        ['token', 'x'],
        ['n', 'y'],
      ]),
    ),
  ).toMatchObject({
    entries: [
      ['token', redacted],
      ['n', 'y'],
    ],
  })
  expect(snapshot({ deep: [{ secret: { a: 1 } }] })).toMatchObject({ props: [['deep', { items: [{ props: [['secret', redacted]] }] }]] })
  expect(
    snapshot({
      get password() {
        return never()
      },
    }),
  ).toMatchObject({ props: [['password', redacted]] })
  const $f = sites('login user password {token} ...cookies')
  $x($e($f['s0'] as number, ['u', 'p', { token: 't', n: 1 }, ['c']]) as any, undefined)
  expect(calls()[0]?.args).toMatchObject([
    'u',
    redacted,
    {
      props: [
        ['token', redacted],
        ['n', 1],
      ],
    },
    redacted,
  ])
})

test('limits and words are settings', () => {
  const $f = sites('f options')
  spoor.configure({ values: { string: 3, redact: ['colour'] } })
  $x($e($f['s0'] as number, [{ colour: 'red', password: 'hunter' }]) as any, undefined)
  spoor.configure({ values: DEFAULT_LIMITS })
  expect(calls()[0]?.args).toMatchObject([
    {
      props: [
        ['colour', { k: 'redacted' }],
        ['password', { v: 'hun', size: 6 }],
      ],
    },
  ])
})

test('a value that changes later has been copied', () => {
  const $f = sites('f list')
  const list = [{ n: 1 }]
  const $c: any = $e($f['s0'] as number, [list])
  list[0]!.n = 2
  list.push({ n: 3 })
  $x($c, list)
  expect(formatSnapshot(calls()[0]?.args?.[0] as Snapshot)).toBe('[{n: 1}]')
  expect(formatSnapshot(calls()[0]?.value as Snapshot)).toBe('[{n: 2}, {n: 3}]')
})

test('formatted within a width', () => {
  class Cart {
    items = [
      { sku: 'apple', price: 3.5 },
      { sku: 'pear', price: 9 },
    ]
    total = 12.5
  }
  const shot = snapshot(new Cart())
  expect([100, 50, 34, 20, 8].map((width) => formatSnapshot(shot, width))).toMatchInlineSnapshot(`
    [
      "Cart {items: [{sku: 'apple', price: 3.5}, {sku: 'pear', price: 9}], total: 12.5}",
      "Cart {items: [{…}, {…}], total: 12.5}",
      "Cart {items: Array(2), …}",
      "Cart {…}",
      "Cart {…}",
    ]
  `)
  const all = {
    s: "it's\n",
    m: new Map([['k', new Set([1])]]),
    d: new Date(0),
    r: /x/,
    f() {},
    e: new Error('bad\nthing'),
    p: Promise.resolve(),
    u: undefined,
    b: 1n,
    'a-b': [, 1],
    z: null,
    token: 1,
    get g() {
      return 1
    },
  }
  expect(formatSnapshot(snapshot(all), 1000)).toMatchInlineSnapshot(
    `"{s: 'it\\'s\\n', m: Map(1) {'k' => Set(1) {1}}, d: 1970-01-01T00:00:00.000Z, r: /x/, f: ƒ f, e: Error: bad thing, p: Promise {…}, u: undefined, b: 1n, 'a-b': [empty, 1], z: null, token: ‹redacted›, g: [Getter]}"`,
  )
  for (let width = 4; width < 120; width++)
    for (const value of [shot, snapshot(all), snapshot('x'.repeat(500))])
      expect(formatSnapshot(value, width).length).toBeLessThanOrEqual(width)
})
