import type { RequestEvent } from '@spoor/shared'
import { addressOf, carriesTo, textOf } from './origins.ts'
import type { RequestOptions, URLLike } from './origins.ts'
import { replace } from './replace.ts'
import { adopt, endRequest, newRequest, tellRequest } from './request.ts'
import { readTraceparent, TRACEPARENT, writeTraceparent } from './traceparent.ts'

interface Opened {
  method: string
  url: URLLike
  /** The program has set the header itself. */
  own?: { value: unknown }
}

interface Xhr {
  status: number
  setRequestHeader(name: string, value: string): void
  addEventListener(type: string, listener: () => void, options: object): void
}

/** Watches the requests that the program makes by `XMLHttpRequest`. @returns a function that ends that */
export function watchXhr(options: RequestOptions): () => void {
  const { XMLHttpRequest } = globalThis as { XMLHttpRequest?: { prototype: Xhr } }
  if (!XMLHttpRequest) return () => {}
  const { prototype } = XMLHttpRequest
  const { setRequestHeader, addEventListener } = prototype
  const all = new WeakMap<object, Opened>()
  const undo = [
    replace(prototype, 'open', (original, self, args) => {
      Reflect.apply(original, self, args as never[])
      const text = textOf(args[1])
      const url = text === undefined ? undefined : addressOf(text)
      if (url) all.set(self as object, { method: String(args[0]), url })
      else all.delete(self as object)
    }),
    replace(prototype, 'setRequestHeader', (original, self, args) => {
      Reflect.apply(original, self, args as never[])
      const opened = all.get(self as object)
      if (opened && typeof args[0] === 'string' && args[0].toLowerCase() === TRACEPARENT) opened.own = { value: args[1] }
    }),
    replace(prototype, 'send', (original, self, args) => {
      const event = begin(self as Xhr)
      try {
        return Reflect.apply(original, self, args as never[])
      } catch (error) {
        if (event) endRequest(event, { error })
        throw error
      }
    }),
  ]
  return () => undo.forEach((one) => one())

  function begin(xhr: Xhr): RequestEvent | undefined {
    const opened = all.get(xhr)
    if (!opened) return undefined
    all.delete(xhr)
    const { method, own, url } = opened
    const event = newRequest({ side: 'client', method: method.toUpperCase(), url: url.href, within: options.within?.() })
    adopt(event, readTraceparent(own?.value))
    try {
      if (!own && carriesTo(url, options)) setRequestHeader.call(xhr, TRACEPARENT, writeTraceparent(event))
      const ended = (): void => endRequest(event, xhr.status ? { status: xhr.status } : { error: 'NetworkError' })
      addEventListener.call(xhr, 'loadend', ended, { once: true })
    } catch {
      // Sent already: `send` says so itself.
    }
    tellRequest(event)
    return event
  }
}
