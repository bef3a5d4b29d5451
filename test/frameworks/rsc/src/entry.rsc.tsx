import { createTemporaryReferenceSet, decodeReply, loadServerAction, renderToReadableStream } from '@vitejs/plugin-rsc/rsc'
import { spoor } from 'spoor/runtime'
import { Root } from './root'

Object.assign(globalThis, { serverSpoor: spoor })

interface Ssr {
  renderHtml(stream: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>>
}

export default async function handler(request: Request): Promise<Response> {
  let returned: unknown
  const id = request.headers.get('x-action')
  if (request.method === 'POST' && id) {
    const type = request.headers.get('content-type') ?? ''
    const body = type.startsWith('multipart/form-data') ? await request.formData() : await request.text()
    const args = await decodeReply(body, { temporaryReferences: createTemporaryReferenceSet() })
    const action = (await loadServerAction(id)) as (...args: unknown[]) => unknown
    try {
      returned = { ok: true, value: await action(...args) }
    } catch (error) {
      returned = { ok: false, value: String(error) }
    }
  }
  const stream = renderToReadableStream({ root: <Root />, returned })
  if (request.headers.get('accept') === 'text/x-component') {
    return new Response(stream, { headers: { 'content-type': 'text/x-component' } })
  }
  const ssr = await import.meta.viteRsc.loadModule<Ssr>('ssr', 'index')
  return new Response(await ssr.renderHtml(stream), { headers: { 'content-type': 'text/html' } })
}

import.meta.hot?.accept()
