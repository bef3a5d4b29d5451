/** What this needs of a page or worker, taken as it loads: the program may replace it later. */
export interface Page {
  WebSocket?: new (url: string, protocols: string[]) => Socket
  fetch?(url: string, init: object): Promise<{ json(): Promise<unknown> }>
  setTimeout(work: () => void, ms: number): unknown
  addEventListener?(type: string, listener: (event: { persisted?: boolean }) => void): void
  performance: { now(): number; timeOrigin: number }
  location: { href: string; origin: string; pathname: string }
  navigator?: { sendBeacon?(url: string, body: Uint8Array): boolean; userAgent?: string }
  document?: object
  crossOriginIsolated?: boolean
}

export interface Socket {
  binaryType: string
  bufferedAmount: number
  send(data: string | Uint8Array): void
  close(): void
  addEventListener(type: 'open' | 'close' | 'message', listener: (event: { data?: unknown }) => void): void
}

const world = globalThis as unknown as Page

export const page: Page = {
  ...(world.WebSocket && { WebSocket: world.WebSocket }),
  ...(world.fetch && { fetch: world.fetch.bind(globalThis) }),
  setTimeout: world.setTimeout.bind(globalThis),
  ...(world.addEventListener && { addEventListener: world.addEventListener.bind(globalThis) }),
  performance: { now: world.performance.now.bind(world.performance), timeOrigin: world.performance.timeOrigin },
  location: world.location,
  ...(world.navigator && { navigator: world.navigator }),
  ...(world.document && { document: world.document }),
  crossOriginIsolated: world.crossOriginIsolated === true,
}
