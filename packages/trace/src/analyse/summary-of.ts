import { roundTime } from '../format.ts'
import type { Trace } from '../read/read.ts'
import type { Stack } from './ledger.ts'
import type { Stats } from './stats.ts'
import { stepsOf } from './steps.ts'
import type { StreamState, Summariser } from './summarise.ts'
import type { FunctionSummary, StackSummary, StreamSummary, Summary, Totals } from './summary.ts'

/** What was gathered, as plain data. */
export function summaryOf(summariser: Summariser, { notes }: Pick<Trace, 'notes'>): Summary {
  const { streams, functions, slowest, deepest, drops } = summariser
  for (const { running } of streams) for (const stats of running.values()) stats.running++
  const all = [...functions.values()].map(functionOf).sort((a, b) => b.self - a.self || b.calls - a.calls)
  const summaries = streams.map(streamOf)
  const from = Math.min(...streams.map(beginOf))
  const dropped = drops.list(5)
  return {
    streams: summaries,
    totals: { ...totalsOf(summaries, all, from), ...requestsOf(summariser), dropped: sum(dropped.map(({ count }) => count)) },
    functions: all,
    slowest: slowest.list().map(({ stats: { site }, call, duration }) => ({
      stream: call.s ?? 0,
      seq: call.seq,
      function: site.id,
      at: roundTime((streams[call.s ?? 0]?.header.origin ?? 0) + call.start - from),
      duration: roundTime(duration),
      waited: call.waited ?? 0,
      outcome: call.outcome,
      call,
      site,
    })),
    deepest: deepest.list().map(stackOf),
    dropped,
    notes,
  }
}

const beginOf = ({ header, first }: StreamState): number => (first === Infinity ? header.origin : header.origin + first)

function streamOf(state: StreamState): StreamSummary {
  const { header, first, last, ended } = state
  const { stream, title, platform, clock, versions, pid, thread, parentStream } = header
  return {
    stream,
    title,
    platform,
    clock,
    versions,
    ...(pid !== undefined && { pid }),
    ...(thread !== undefined && { thread }),
    ...(parentStream !== undefined && { parentStream }),
    from: beginOf(state),
    duration: first === Infinity ? 0 : roundTime(last - first),
    calls: state.calls + state.running.size,
    ended,
  }
}

type Counted = Omit<Totals, 'dropped' | keyof ReturnType<typeof requestsOf>>

function totalsOf(streams: readonly StreamSummary[], functions: readonly FunctionSummary[], from: number): Counted {
  return {
    streams: streams.length,
    calls: sum(functions.map(({ calls }) => calls)),
    functions: functions.filter(({ calls }) => calls).length,
    failed: sum(functions.map(({ failed }) => failed)),
    running: sum(functions.map(({ running }) => running)),
    ran: roundTime(sum(functions.map(({ self }) => self))),
    duration: streams.length ? roundTime(Math.max(...streams.map((stream) => stream.from + stream.duration)) - from) : 0,
  }
}

const requestsOf = ({
  marks,
  clients,
  servers,
  failedRequests,
}: Summariser): Pick<Totals, 'marks' | 'clients' | 'servers' | 'failedRequests'> => ({
  marks,
  clients,
  servers,
  failedRequests,
})

function functionOf(stats: Stats): FunctionSummary {
  const { site, calls, running, sum, squares, errors } = stats
  const { id, file, name, line, column, kind, async = false, generator = false } = site
  const mean = calls ? sum / calls : 0
  const deviation = calls > 1 ? Math.sqrt(Math.max(0, squares - calls * mean * mean) / (calls - 1)) : 0
  return {
    id,
    file,
    name,
    line,
    column,
    kind,
    async,
    generator,
    calls: calls + running,
    running,
    self: Math.max(0, roundTime(stats.self)),
    total: roundTime(stats.total),
    waited: roundTime(stats.waited),
    mean: roundTime(mean),
    deviation: roundTime(deviation),
    longest: roundTime(stats.longest),
    failed: stats.threw,
    passed: stats.passed,
    steered: stats.steered,
    closed: stats.closed,
    dropped: stats.dropped,
    errors: [...errors].sort((a, b) => b[1] - a[1]).map(([text, count]) => ({ text, count })),
    moreErrors: stats.moreErrors,
  }
}

const stackOf = ({ depth, stream, calls }: Stack & { stream: number }): StackSummary => ({
  depth,
  stream,
  path: stepsOf(calls.map(({ stats }) => stats.site.id).reverse()),
})

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
