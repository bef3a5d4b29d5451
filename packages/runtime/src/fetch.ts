import type { RequestEvent } from '@spoor/shared'
import { builtin } from './builtin.ts'
import { carrying } from './carry.ts'
import type { HeadersLike, Load } from './carry.ts'
import { ownValue } from './intrinsics.ts'
import { addressOf, carriesTo, textOf } from './origins.ts'
import type { RequestOptions } from './origins.ts'
import { replace } from './replace.ts'
import { adopt, endRequest, newRequest, tellRequest } from './request.ts'
import { whenSettled } from './settled.ts'
import { writeTraceparent } from './traceparent.ts'

/** Watches the requests that the program makes by `fetch`. @returns a function that ends that */
export function watchFetch(options: RequestOptions): () => void {
  const { around = (make) => make() } = options
  return replace(globalThis, 'fetch', (original, self, args) => {
    const watched = prepare(args, options)
    if (!watched) return Reflect.apply(original, self, args as never[])
    const { event, load } = watched
    let promise: unknown
    try {
      promise = around(() => Reflect.apply(original, self, watched.args as never[]))
    } catch (error) {
      endRequest(event, { error })
      throw error
    }
    adopt(event, load.own)
    tellRequest(event)
    whenSettled<{ status: number }>(
      promise,
      ({ status }) => endRequest(event, { status }),
      (error) => endRequest(event, { error }),
    )
    return promise
  })
}

interface Watched {
  event: RequestEvent
  load: Load
  args: unknown[]
}

/** Never throws; what cannot be told without being noticed is not watched. */
function prepare(args: unknown[], options: RequestOptions): Watched | undefined {
  try {
    const [input, init] = args
    const request = asRequest(input)
    const url = addressOf(request?.url ?? textOf(input) ?? '')
    if (!url || (request ?? textOf(input)) === undefined) return undefined
    const event = newRequest({ side: 'client', method: methodOf(request, init), url: url.href, within: options.within?.() })
    const load: Load = { value: writeTraceparent(event) }
    const carries = carriesTo(url, options) && (init == null || typeof init === 'object') && request?.mode !== 'navigate'
    return { event, load, args: carries ? [input, initWith(request, init as object | null | undefined, load), ...args.slice(2)] : args }
  } catch {
    return undefined
  }
}

interface RequestLike {
  url: string
  method: string
  mode: string
  referrer: string
  referrerPolicy: string
  headers: HeadersLike
}

const requestClass = builtin<{ new (input: unknown, init?: object): RequestLike; prototype: object }>('Request')
const READ = ['url', 'method', 'mode', 'referrer', 'referrerPolicy', 'headers'] as const

/** What a `Request` says of itself by its own getters, whatever its class has put over them. */
function asRequest(input: unknown): RequestLike | undefined {
  const Request = typeof input === 'object' && input ? requestClass() : undefined
  if (!Request) return undefined
  const found: Record<string, unknown> = {}
  for (const key of READ) {
    try {
      found[key] = Object.getOwnPropertyDescriptor(Request.prototype, key)?.get?.call(input)
    } catch {
      return undefined
    }
  }
  return found as unknown as RequestLike
}

function methodOf(request: RequestLike | undefined, init: unknown): string {
  const given = typeof init === 'object' && init ? (ownValue(init, 'method') ?? asRequest(init)?.method) : undefined
  const method = typeof given === 'string' ? given : (request?.method ?? 'GET')
  return /^(?:get|post|put|head|delete|options)$/i.test(method) ? method.toUpperCase() : method
}

/** With a second argument that says anything, a request forgets its referrer: so it is said again. */
function initWith(request: RequestLike | undefined, init: object | null | undefined, load: Load): object {
  const isSilent = !init || Object.keys(init).length === 0
  if (!request || !isSilent) return carrying(init ?? undefined, load, request?.headers)
  const { referrer, referrerPolicy } = request
  return carrying(undefined, load, request.headers, referrer === undefined || isForgetful() ? {} : { referrer, referrerPolicy })
}

let forgetful: boolean | undefined

/** Whether it is forgotten without a second argument too, as in Node 24. */
function isForgetful(): boolean {
  const Request = requestClass()
  if (forgetful === undefined && Request) forgetful = new Request(new Request('http://localhost/', { referrer: '' })).referrer !== ''
  return forgetful === true
}
