import type { MarkLine, RequestLine, TraceLine } from '../format.ts'
import { Clocks } from '../merge/clocks.ts'
import type { Trace } from '../read/read.ts'
import { Sites } from '../read/sites.ts'
import { Skeleton } from './skeleton.ts'

/** What the first reading found. */
export interface Survey {
  sites: Sites
  skeletons: Skeleton[]
  /** Of each stream, corrected. */
  origins: number[]
  /** Milliseconds that were added to the clock of each stream. */
  shifts: number[]
  requests: RequestLine[]
  marks: MarkLine[]
  /** Client's side -> server's side, where both were recorded. */
  servers: Map<RequestLine, RequestLine>
  clients: Map<RequestLine, RequestLine>
  /** Unix time of the first event, in milliseconds. */
  first: number
}

export async function survey(trace: Trace): Promise<Survey> {
  const sites = new Sites()
  const clocks = new Clocks()
  const skeletons: Skeleton[] = []
  // Lines that were written before they had ended are replaced.
  const requests = new Map<string, RequestLine>()
  const marks: MarkLine[] = []
  const take = (line: TraceLine): void => {
    const s = line.s ?? 0
    if (line.t === 'header') {
      clocks.addHeader(line)
      skeletons[s] ??= new Skeleton()
    } else if (line.t === 'site') sites.add(line)
    else {
      // Corrections are not known yet: they shift all of a stream.
      skeletons[s]?.add(line, trace.streams[s]?.origin ?? 0)
      if (line.t === 'mark') marks.push(line)
      if (line.t === 'request') {
        clocks.addRequest(line)
        requests.set(`${s} ${line.seq}`, line)
      }
    }
  }
  for await (const batch of trace) for (const line of batch) take(line)
  const added = new Map(clocks.corrections().map(({ stream, add }) => [stream, add]))
  const shifts = trace.streams.map(({ stream }) => added.get(stream) ?? 0)
  const all = [...requests.values()]
  return {
    sites,
    skeletons,
    origins: trace.streams.map(({ origin }, i) => origin + shifts[i]!),
    shifts,
    requests: all,
    marks,
    ...join(all),
    first: Math.min(...skeletons.map((skeleton, i) => firstOf(skeleton) + shifts[i]!)),
  }
}

function firstOf({ last, kind, start }: Skeleton): number {
  let first = Infinity
  for (let seq = 1; seq <= last; seq++) if (kind[seq] && start[seq]! < first) first = start[seq]!
  return first
}

function join(requests: readonly RequestLine[]): Pick<Survey, 'servers' | 'clients'> {
  const bySpan = new Map(requests.filter(({ side }) => side === 'client').map((request) => [request.span, request]))
  const servers = new Map<RequestLine, RequestLine>()
  const clients = new Map<RequestLine, RequestLine>()
  for (const server of requests) {
    const client = server.side === 'server' && server.parentSpan ? bySpan.get(server.parentSpan) : undefined
    if (!client || servers.has(client)) continue
    servers.set(client, server)
    clients.set(server, client)
  }
  return { servers, clients }
}
