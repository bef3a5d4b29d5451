import type { CallLine, SiteLine, Snapshot, TraceLine } from '@spoor/trace'
import { headerOf } from './program.ts'

const site = (n: number, file: string, name: string, line: number, more: Partial<SiteLine> = {}): SiteLine => ({
  t: 'site',
  n,
  id: `${file}#${name}`,
  file,
  name,
  line,
  column: 1,
  kind: 'function',
  ...more,
})

const cart: Snapshot = { k: 'object', name: 'Cart', props: [['total', 12.5]], size: 1 }
export const error: Snapshot = { k: 'error', name: 'OutOfStock', message: 'only 1 of "lamp" left' }

const ids = { trace: 'a'.repeat(32), span: 'b'.repeat(16) }

/** A click in a page and what it does on a server: a checkout that fails in the database. */
export function joined(): { page: TraceLine[]; server: TraceLine[] } {
  return { page: page(), server: server() }
}

const suspended = (call: Omit<CallLine, 't' | 'gaps' | 'ran' | 'waited'> & { end: number }, gap: [number, number]): CallLine => {
  const waited = gap[1] - gap[0]
  return { t: 'call', ...call, ran: call.end - call.start - waited, waited, gaps: [gap] }
}

const page = (): TraceLine[] => [
  {
    ...headerOf({ stream: '00000000000000a1', origin: 1_764_000_000_000 }),
    platform: 'browser',
    title: 'http://localhost/shop',
    clock: 0.1,
  },
  site(1, 'src/page.tsx', 'onBuyClick', 12, { async: true, params: ['event'] }),
  site(2, 'src/cart.ts', 'Cart.checkout', 40, { async: true, params: ['cart'] }),
  site(3, 'src/format.ts', 'format', 3, { params: ['n'] }),
  site(4, 'src/toast.ts', 'showError', 9, { params: ['e'] }),
  { t: 'call', seq: 3, n: 3, parent: 2, depth: 2, start: 100.25, end: 100.5, outcome: 'returned', args: [3], value: '3.00' },
  { t: 'call', seq: 4, n: 3, parent: 2, depth: 2, start: 100.5, end: 100.75, outcome: 'returned', args: [5], value: '5.00' },
  { t: 'mark', seq: 5, parent: 2, time: 100.75, name: 'sale begins', data: cart },
  { t: 'request', seq: 6, call: 2, side: 'client', method: 'POST', url: '/api/checkout', start: 101, end: 149, status: 409, ...ids },
  suspended({ seq: 2, n: 2, parent: 1, depth: 1, start: 100.25, end: 150, outcome: 'threw', args: [cart], error }, [101.25, 149.75]),
  { t: 'call', seq: 7, n: 4, parent: 1, depth: 1, by: 2, start: 150.25, end: 151, outcome: 'returned', args: [error] },
  suspended({ seq: 1, n: 1, start: 100, end: 152, outcome: 'returned' }, [101.5, 150]),
  { t: 'mark', seq: 8, time: 160, name: 'idle' },
  { t: 'end', time: 4000, reason: 'unload' },
]

const server = (): TraceLine[] => [
  { ...headerOf({ stream: '00000000000000b2', origin: 1_764_000_000_000 }), title: 'node server.js', pid: 4711 },
  site(1, 'server/routes.ts', 'postCheckout', 31, { async: true, params: ['request', 'reply'] }),
  site(2, 'server/stock.ts', 'reserve', 8, { async: true, params: ['items'] }),
  site(3, 'server/db.ts', 'query', 14, { async: true, params: ['sql', '...values'] }),
  { t: 'call', seq: 1, n: 3, start: 10, end: 11, outcome: 'returned', args: ['begin'] },
  suspended(
    { seq: 5, n: 3, parent: 4, depth: 2, start: 112, end: 131, outcome: 'returned', args: ['select left', 3], value: 1 },
    [112.5, 130.5],
  ),
  suspended({ seq: 4, n: 2, parent: 3, depth: 1, start: 111, end: 132, outcome: 'threw', error }, [112.5, 131.5]),
  suspended({ seq: 3, n: 1, parent: 2, start: 110, end: 133, outcome: 'threw' }, [112.5, 132.5]),
  { t: 'learn', seq: 3, error },
  {
    t: 'request',
    seq: 2,
    side: 'server',
    method: 'POST',
    url: '/api/checkout',
    start: 109,
    end: 134,
    status: 409,
    trace: ids.trace,
    span: 'c'.repeat(16),
    parentSpan: ids.span,
  },
  { t: 'call', seq: 9, n: 3, parent: 8, depth: 4, start: 200, outcome: 'running', args: ['select 1'] },
  { t: 'drop', time: 210, reason: 'calls', count: 1200, n: 3 },
  { t: 'drop', time: 210, reason: 'rate', count: 31 },
]
