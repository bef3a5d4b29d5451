import type { IncomingMessage, ServerResponse } from 'node:http'
import { askedFor, headersFor, sayPlain } from './answer.ts'
import { refusal, refusalOfRead } from './door.ts'
import type { DoorRules } from './door.ts'

/** What stands in the place of the page where programs are not traced, or not shown. */
export interface OffPage {
  /** Where the page would be, with a slash at both ends: `/__spoor/`. */
  base: string
  rules: DoorRules
  /** What is the case, why, and what to do: plain text; what stands between backticks is code. */
  title: string
  lines: readonly string[]
}

/** Answers a request below `base`: with a page without scripts, for the page itself. */
export function sendOffPage(request: IncomingMessage, response: ServerResponse, { base, rules, title, lines }: OffPage): void {
  const { path: address } = askedFor(request)
  const why = refusal(request, rules, false) ?? refusalOfRead(request, rules)
  if (why) return sayPlain(response, 403, `Not for this page: ${why}.`)
  if (request.method !== 'GET' && request.method !== 'HEAD') return sayPlain(response, 405, 'Only GET.')
  if (`${address}/` === base) return void response.writeHead(302, { location: base, 'cache-control': 'no-store' }).end()
  const path = address.slice(base.length)
  const [type, text] = path === '' ? ['text/html', pageOf(title, lines)] : path === STYLE ? ['text/css', CSS] : []
  // Pages that are still open ask for the others, and are to stop asking.
  if (type === undefined) return sayPlain(response, 410, `${title}.`)
  response.writeHead(200, { ...headersFor('none'), 'content-type': `${type}; charset=utf-8` }).end(text)
}

const STYLE = 'off.css'

const pageOf = (title: string, lines: readonly string[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<link rel="icon" href="data:," />
<link rel="stylesheet" href="${STYLE}" />
<title>Spoor</title>
</head>
<body>
<main>
<p class="brand">Spoor</p>
<h1>${marked(title)}</h1>
${lines.map((line) => `<p>${marked(line)}</p>`).join('\n')}
</main>
</body>
</html>
`

/** Text with `code` in it, as HTML. */
const marked = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/`([^`]*)`/g, '<code>$1</code>')

const CSS = `html { background: #fff; color: #1d2430; font: 14px/1.6 system-ui, sans-serif; }
body { margin: 0; }
main { margin: 0 auto; max-width: 520px; padding: 18vh 20px 40px; }
.brand { color: #1f5fd6; font-weight: 650; margin: 0; }
h1 { font-size: 20px; line-height: 1.3; margin: 4px 0 14px; }
p { margin: 0 0 10px; }
code { background: #eef0f4; border-radius: 4px; font: 13px ui-monospace, monospace; overflow-wrap: anywhere; padding: 1px 5px; }
@media (prefers-color-scheme: dark) {
  html { background: #14171c; color: #dde2ea; }
  .brand { color: #7fb0ff; }
  code { background: #262b33; }
}
`
