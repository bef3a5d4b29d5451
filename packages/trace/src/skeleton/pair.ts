/** One side of a request, as far as it takes to find its other side. */
export interface Half {
  side: 'client' | 'server'
  /** Index of its stream. */
  stream: number
  /** Unix time in milliseconds. */
  start: number
}

/**
 * Who answered whom, among the sides that one `traceparent` connects: mostly one client and one server. What a dev server's proxy sends on
 * carries the header of what it answers: then page -> proxy and proxy -> server are two pairs of one span.
 *
 * @param halves all sides of which the span, or for a server the parent's span, is the same
 * @returns each client with the server that answered it; of several the first
 */
export function pairUp<T extends Half>(halves: readonly T[]): [client: T, server: T][] {
  const early = [...halves].sort((a, b) => a.start - b.start)
  const clients = early.filter(({ side }) => side === 'client')
  const servers = early.filter(({ side }) => side === 'server')
  // Whatever clocks say: who has not got it from another sends first, who does not send it on answers last.
  const senders = inTwo(clients, (client) => servers.every((server) => mayAnswer(client, server)))
  const left = new Set(inTwo(servers, (server) => !clients.every((client) => mayAnswer(client, server))))
  const pairs: [T, T][] = []
  for (const client of senders) {
    const server = [...left].find((one) => mayAnswer(client, one))
    if (server && left.delete(server)) pairs.push([client, server])
  }
  return pairs
}

/** Nobody answers what was sent while he answered. */
export const mayAnswer = (client: Half, server: Half): boolean => server.stream !== client.stream || server.start > client.start

const inTwo = <T>(all: readonly T[], isFirst: (one: T) => boolean): T[] => [...all.filter(isFirst), ...all.filter((one) => !isFirst(one))]
