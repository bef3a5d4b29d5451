import { afterEach, describe, expect, test } from 'vitest'
import { formatSnapshot, snapshot, spoor } from '../../packages/runtime/src/index.ts'
import { DEFAULT_LIMITS } from '../../packages/shared/src/index.ts'

// Put together here, so that none of them stands in this file.
const JWT = `${['ey', 'JhbGciOiJIUzI1NiJ9'].join('')}.${['ey', 'JzdWIiOiIxMjM0In0'].join('')}.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P`
const KEYS = ['sk_li_ve_', 'gh_p_', 'xox_b-', 'AK_IA', 'AI_za', 'npm__', 'glp_at-', 'hf__'].map((head) => {
  const prefix = head.startsWith('sk')
    ? 'sk_live_'
    : head === 'npm__'
      ? 'npm_'
      : head === 'hf__'
        ? 'hf_'
        : head === 'gh_p_'
          ? 'ghp_'
          : head.replace('_', '')
  return prefix + (prefix === 'AKIA' ? 'A1B2C3D4E5F6G7H8' : 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8')
})
const [BEGIN, END] = ['BEGIN', 'END'].map((word) => `-----${word} RSA PRIVATE KEY-----`)
const PEM = `${BEGIN}\nMIIEpAIBAAKCAQEA\nabc+/=\n${END}`
const CARD = '4111 1111 1111 1111'

afterEach(() => spoor.configure({ values: DEFAULT_LIMITS }))

describe('what looks like a secret is replaced', () => {
  test.each<[what: string, text: string, kept: string]>([
    ['a JWT', JWT, '‹token›'],
    ['a bearer token', 'Authorization: Bearer abcDEF123456+/xyz==', 'Authorization: Bearer ‹token›'],
    ['a private key', `before ${PEM} after`, 'before ‹private key› after'],
    ['a card', `pay with ${CARD}.`, 'pay with ‹card›.'],
    ['a card with dashes', '5500-0000-0000-0004', '‹card›'],
    ['a card as digits', '378282246310005', '‹card›'],
    ['an e-mail address', 'to: Jane.Doe+x@mail.example.co.uk, now', 'to: ‹e-mail›, now'],
    ['credentials in a URL', 'postgres://admin:hunter2@db/x', 'postgres://‹credentials›@db/x'],
    ...KEYS.map((key) => [`a key: ${key.slice(0, 4)}`, `key ${key}, then`, 'key ‹key›, then'] as [string, string, string]),
    ['several', `a@b.co c@d.org ${CARD}`, '‹e-mail› ‹e-mail› ‹card›'],
  ])('%s', (_, text, kept) => {
    expect(snapshot(text)).toBe(kept)
  })

  test('wherever it stands', () => {
    const error = Object.assign(new Error(`no user a@b.co`), { cause: new Map([['c@d.org', { e: [JWT] }]]) })
    const text = JSON.stringify(
      snapshot({ error, 'x@y.org': 1, set: new Set([CARD]), number: 4111111111111111, symbol: Symbol('q@r.org') }),
    )
    expect(text).not.toMatch(/a@b|c@d|x@y|q@r|4111|eyJ/)
    expect(text.match(/‹[\w-]+›/g)?.length).toBeGreaterThan(6)
  })

  test('where a text is cut in the midst of it', () => {
    for (let at = 200; at < 256; at++) {
      const kept = (snapshot('. '.repeat(at / 2) + JWT) as { v: string }).v
      expect(kept).not.toMatch(/eyJh/)
    }
  })
})

test.each([
  'the quick brown fox jumps over the lazy dog',
  '1700000000000',
  '2026-11-21T18:00:00.000Z',
  '4111 1111 1111 1112',
  'lodash@4.17.21',
  '550e8400-e29b-41d4-a716-446655440000',
  'a basic understanding of bearer authentication',
  'aVeryLongIdentifierNameThatIsNoSecretAtAll',
  '3.141592653589793238',
  'src/components/checkout/CheckoutButton.tsx',
  'd41d8cd98f00b204e9800998ecf8427e',
])('%s stays', (text) => {
  expect(snapshot(text)).toBe(text)
})

test('names: what is added, and what only looks alike', () => {
  const secret = ['auth', 'basicAuth', 'jwt', 'otp', 'sessionId', 'session_id', 'sid', 'csrfToken', 'iban']
  const open = ['author', 'authored', 'session', 'inside', 'options', 'spin', 'shopping', 'sidebar', 'pin']
  const kept = snapshot(Object.fromEntries([...secret, ...open].map((key) => [key, 'x'])), { ...DEFAULT_LIMITS, fields: 99 })
  const values = Object.fromEntries((kept as unknown as { props: [string, unknown][] }).props)
  for (const key of secret) expect([key, values[key]]).toEqual([key, { k: 'redacted' }])
  for (const key of open) expect([key, values[key]]).toEqual([key, 'x'])
})

test('own patterns and functions come besides; all of it can be switched off', () => {
  const within = { ...DEFAULT_LIMITS, patterns: [/(cust)-\d+/g, (text: string) => text.replaceAll('Acme', '…')] }
  expect(snapshot('cust-12 and cust-13 of Acme, a@b.co', within)).toBe('‹redacted› and ‹redacted› of …, ‹e-mail›')
  expect(snapshot('once cust-1 cust-2', { ...DEFAULT_LIMITS, patterns: [/cust-\d/] })).toBe('once ‹redacted› cust-2')
  expect(snapshot('a@b.co', { ...DEFAULT_LIMITS, patterns: false })).toBe('a@b.co')
  const failing = { ...DEFAULT_LIMITS, patterns: [() => { throw new Error('mine') }] } // prettier-ignore
  expect(formatSnapshot(snapshot(['text'], failing))).toBe('[‹unreadable›]')
})

test('a text that is made to be slow is as fast as another', () => {
  const slow = [
    'a'.repeat(5e4),
    `${'a.'.repeat(2e4)}@`,
    '4'.repeat(5e4),
    `${'4 '.repeat(2e4)}x`,
    `eyJ${'.eyJ'.repeat(1e4)}`,
    '-----BEGIN '.repeat(5e3),
    '://a:'.repeat(1e4) + '@',
    'Bearer '.repeat(8e3),
    'a@'.repeat(2e4),
  ]
  const within = { ...DEFAULT_LIMITS, string: 1e6 }
  const plain = 'lorem ipsum '.repeat(5e3)
  const time = (text: string): number => {
    const started = performance.now()
    for (let i = 0; i < 3; i++) snapshot(text, within)
    return performance.now() - started
  }
  time(plain)
  for (const text of slow) time(text)
  const usual = Math.max(time(plain), 1)
  for (const text of slow) expect(time(text) / usual).toBeLessThan(300)
})
