import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listen } from './page.ts'
import type { Instead, Site } from './page.ts'

const BUILT = fileURLToPath(new URL('../../../packages/viewer/dist/page/', import.meta.url))

const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' }

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self' data:; base-uri 'none'"

/** A file that is served, or the status that is answered instead. */
export type Shown = { name: string; text: string | Uint8Array } | { name: string; status: number }

/**
 * The built page under a strict policy.
 * @param shown files; `'live'`: what runs is watched, and `more` answers for the hub; nothing: no recording
 */
export function site(shown?: Shown[] | 'live', more?: Instead): Promise<Site> {
  return listen((request, response) => {
    const path = new URL(request.url!, 'http://x').pathname.slice(1) || 'index.html'
    if (more?.(request, response)) return
    if (Array.isArray(shown) && path.startsWith('recording/')) return serve(shown, path.slice('recording/'.length), response)
    try {
      const file = readFileSync(BUILT + path)
      response.writeHead(200, {
        'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': POLICY,
      })
      response.end(path === 'index.html' ? told(file.toString(), shown) : file)
    } catch {
      response.writeHead(404).end()
    }
  })
}

function told(html: string, shown: Shown[] | 'live' | undefined): string {
  const kind = shown === 'live' ? 'live' : shown && 'files'
  return kind ? html.replace('<title>', `<meta name="spoor-source" content="${kind}" /><title>`) : html
}

function serve(shown: Shown[], path: string, response: ServerResponse): void {
  if (path === 'index.json') {
    response.end(JSON.stringify({ files: shown.map((file) => ({ name: file.name, size: 'text' in file ? file.text.length : 0 })) }))
    return
  }
  const file = shown[Number(path)]
  if (file && 'text' in file) response.end(file.text)
  else response.writeHead(file?.status ?? 404).end()
}
