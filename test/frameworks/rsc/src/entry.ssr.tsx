import { createFromReadableStream } from '@vitejs/plugin-rsc/ssr'
import { use } from 'react'
import type { ReactNode } from 'react'
import { renderToReadableStream } from 'react-dom/server.edge'

export async function renderHtml(stream: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  const payload = createFromReadableStream<{ root: ReactNode }>(stream)
  const Page = () => use(payload).root
  const bootstrapScriptContent = await import.meta.viteRsc.loadBootstrapScriptContent('index')
  return renderToReadableStream(<Page />, { bootstrapScriptContent })
}
