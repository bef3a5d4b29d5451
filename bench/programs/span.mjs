import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { add } from './calls/f.mjs'
import { checksumOf } from './checksum.mjs'

const exporter = {
  export: (_spans, done) => done({ code: 0 }),
  shutdown: () => Promise.resolve(),
  forceFlush: () => Promise.resolve(),
}
const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] })
const tracer = provider.getTracer('bench')

/** As many calls as fill the processor's queue half, and what it takes to empty it. */
export async function run() {
  let sum = 0
  for (let i = 0; i < 1000; i++) {
    const span = tracer.startSpan('add')
    sum += add(i, 7)
    span.end()
  }
  await provider.forceFlush()
  return sum
}

export const digest = checksumOf
