import type * as Trace from '@paulirish/trace_engine/models/trace/trace.js'

/** What DevTools' own reader makes of a file of trace events. */
export async function parseWithDevtools(text: string): Promise<Record<string, any>> {
  const { polyfillDOMRect } = (await import('@paulirish/trace_engine/analyze-trace.mjs' as string)) as { polyfillDOMRect(): void }
  polyfillDOMRect()
  const engine = (await import('@paulirish/trace_engine/models/trace/trace.js' as string)) as typeof Trace & Record<string, any>
  const model = engine.TraceModel.Model.createWithAllHandlers()
  const { traceEvents, metadata = {} } = JSON.parse(text)
  await model.parse(traceEvents, { metadata, isFreshRecording: false })
  return model.parsedTrace()!
}
