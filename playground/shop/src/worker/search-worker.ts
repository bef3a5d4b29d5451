import { SearchIndex } from '../core/search.ts'
import type { Answer, Request } from './protocol.ts'

let index = new SearchIndex([])

self.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  if (data.type === 'index') index = new SearchIndex(data.products)
  else answer({ id: data.id, hits: index.search(data.text) })
})

function answer(message: Answer): void {
  self.postMessage(message)
}
