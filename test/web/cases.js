// oxlint-disable promise/always-return, unicorn/no-invalid-fetch-options -- what is wrong here is to stay as wrong as it is
// Programs that make requests, each with what it can see of them. `other` is a server of another origin.
const seen = async (response) => {
  const { status, redirected, type } = response
  const { method, url, headers, body } = status === 204 || type === 'opaque' ? {} : await response.json()
  const { connection, host, 'sec-fetch-site': site, 'x-run': run, 'user-agent': agent, traceparent, ...rest } = headers ?? {}
  return { status, redirected, type, method, url, headers: rest, body, traceparent: traceparent !== undefined }
}
// Where there is no page, paths are of this server.
let base
const at = (path) => (base ? base + path : path)
const failed = (error) => ({ name: error?.name, message: error?.message, isSame: error instanceof TypeError })
const own = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

function* letters() {
  yield ['x-a', '1']
  yield new Set(['x-b', '2'])
}

class Init {
  #secret = '7'
  get headers() {
    return { 'x-secret': this.#secret }
  }
  get method() {
    return 'PUT'
  }
}

export const cases = {
  text: () => fetch(at('/a?b=1')),
  address: () => fetch(new URL('/a#b', base ?? location.href)),
  'an object with a text': () => fetch({ toString: () => at('/a') }),
  record: () => fetch(at('/a'), { headers: { 'X-A': '1' }, method: 'post', body: 'hi' }),
  pairs: () =>
    fetch(at('/a'), {
      headers: [
        ['X-A', '1'],
        ['x-a', '2'],
      ],
    }),
  headers: () => fetch(at('/a'), { headers: new Headers({ 'x-a': '1' }) }),
  generator: () => fetch(at('/a'), { headers: letters() }),
  map: () => fetch(at('/a'), { headers: new Map([['x-a', '1']]) }),
  'frozen init': () => fetch(at('/a'), Object.freeze({ headers: Object.freeze({ 'x-a': '1' }), method: 'DELETE' })),
  'an init with a class': () => fetch(at('/a'), new Init()),
  'a request as init': () => fetch(at('/a'), new Request(at('/b'), { method: 'PATCH', headers: { 'x-a': '1' } })),
  request: () => fetch(new Request(at('/a'), { method: 'POST', body: 'text', headers: { 'x-a': '1' } })),
  'request and empty init': () => fetch(new Request(at('/a'), { headers: { 'x-a': '1' } }), {}),
  'request and init': () => fetch(new Request(at('/a'), { headers: { 'x-a': '1' } }), { method: 'PUT', body: 'b' }),
  'request and headers': () => fetch(new Request(at('/a'), { headers: { 'x-a': '1' } }), { headers: { 'x-b': '2' } }),
  'request without referrer': () => fetch(new Request(at('/a'), { referrer: '' })),
  'request with a referrer': () => fetch(new Request(at('/a'), { referrer: at('/some/page'), referrerPolicy: 'unsafe-url' })),
  'a request is used up': async () => {
    const request = new Request(at('/a'), { method: 'POST', body: 'text' })
    const answer = await fetch(request)
    return [await seen(answer), request.bodyUsed, request.headers.has('traceparent')]
  },
  'a request used up before': async () => {
    const request = new Request(at('/a'), { method: 'POST', body: 'text' })
    await request.text()
    return fetch(request)
  },
  form: () => fetch(at('/a'), { method: 'POST', body: new URLSearchParams('a=1') }),
  'own header': () => fetch(at('/a'), { headers: { TraceParent: own } }),
  'own header in pairs': () => fetch(at('/a'), { headers: [['traceparent', own]] }),
  'own header in Headers': () => fetch(at('/a'), { headers: new Headers({ traceparent: own }) }),
  'own header in a request': () => fetch(new Request(at('/a'), { headers: { traceparent: own } })),
  'status 418': () => fetch(at('/status/418')),
  redirect: () => fetch(at('/to?/a')),
  'redirect is an error': () => fetch(at('/to?/a'), { redirect: 'error' }),
  'no server': () => fetch(at('/hang'), { signal: AbortSignal.timeout(50) }),
  aborted: () => fetch(at('/a'), { signal: AbortSignal.abort() }),
  'another origin': (other) => fetch(other + '/a'),
  'another origin, headers': (other) => fetch(other + '/a', { headers: { 'x-a': '1' } }),
  'another origin, opaque': (other) => fetch(other + '/a', { mode: 'no-cors' }),
  data: () => fetch('data:application/json,{"method":"GET"}'),
  'no address': () => fetch('http://:bad:'),
  'no arguments': () => fetch(),
  'init is a number': () => fetch(at('/a'), 7),
  'init is null': () => fetch(at('/a'), null),
  'headers are a number': () => fetch(at('/a'), { headers: 7 }),
  'headers are bad': () => fetch(at('/a'), { headers: { 'bad name': 'x' } }),
  'pairs are bad': () => fetch(at('/a'), { headers: [['a', 'b', 'c']] }),
  'a getter throws': () =>
    fetch(at('/a'), {
      get headers() {
        throw new RangeError('mine')
      },
    }),
  'GET with a body': () => fetch(at('/a'), { body: 'x' }),
  'of another object': () => fetch.call({}, at('/a')),
  constructed: async () => new fetch(at('/a')),
  members: () => {
    const asked = []
    const init = new Proxy({}, { get: (_, key) => void asked.push(key) })
    return fetch(at('/a'), init).then(() => asked)
  },
  face: () => [fetch.name, fetch.length, typeof fetch, Object.keys(fetch), 'prototype' in fetch, fetch.toString().replace('fetch', '')],
  place: () => {
    const { value, ...rest } = Object.getOwnPropertyDescriptor(globalThis, 'fetch')
    return rest
  },
  promise: async () => {
    const promise = fetch(at('/a'))
    const found = [promise instanceof Promise, Object.keys(promise), promise.constructor === Promise, Object.getOwnPropertyNames(promise)]
    await promise
    return found
  },
  ticks: async () => {
    const order = []
    const asked = fetch('http://:bad:').then(
      () => {},
      () => order.push('caught'),
    )
    for (let at = 1; at <= 4; at++) await Promise.resolve().then(() => order.push(at))
    await asked
    return order
  },
  'ticks of await': async () => {
    const order = []
    const asks = async () => {
      try {
        await fetch('http://:bad:')
      } catch {
        order.push('caught')
      }
    }
    const asked = asks()
    for (let at = 1; at <= 4; at++) await Promise.resolve().then(() => order.push(at))
    await asked
    return order
  },
  unhandled: () => unhandled(() => void fetch('http://:bad:')),
  'unhandled below': () => unhandled(() => void fetch('http://:bad:').then(() => {})),
  'handled late': () =>
    unhandled(() => {
      const p = fetch('http://:bad:')
      setTimeout(() => p.catch(() => {}), 30)
    }),
  handled: () => unhandled(() => fetch('http://:bad:').catch(() => {})),
  'handled by all': () => unhandled(() => Promise.allSettled([fetch('http://:bad:')])),
  'handled in the same tick': () =>
    unhandled(async () => {
      const p = fetch('http://:bad:')
      await null
      await null
      p.catch(() => {})
    }),
}

async function unhandled(program) {
  const events = []
  const note = (event) => {
    event.preventDefault()
    events.push([event.type, event.reason?.name, event.reason?.message])
  }
  for (const type of ['unhandledrejection', 'rejectionhandled']) addEventListener(type, note)
  program()
  await new Promise((done) => setTimeout(done, 80))
  for (const type of ['unhandledrejection', 'rejectionhandled']) removeEventListener(type, note)
  return events
}

export const xhrCases = {
  get: (xhr) => {
    xhr.open('GET', '/a?b=1')
    xhr.send()
  },
  post: (xhr) => {
    xhr.open('post', '/a')
    xhr.setRequestHeader('x-a', '1')
    xhr.send('text')
  },
  own: (xhr) => {
    xhr.open('GET', '/a')
    xhr.setRequestHeader('TraceParent', own)
    xhr.send()
  },
  sync: (xhr) => {
    xhr.open('GET', '/a', false)
    xhr.send()
  },
  'another origin': (xhr, other) => {
    xhr.open('GET', other + '/a')
    xhr.send()
  },
  aborted: (xhr) => {
    xhr.open('GET', '/hang')
    xhr.send()
    setTimeout(() => xhr.abort(), 20)
  },
  'sent twice': (xhr) => {
    xhr.open('GET', '/a')
    xhr.send()
    xhr.send()
  },
  'not opened': (xhr) => {
    xhr.send()
  },
  'bad method': (xhr) => {
    xhr.open('CONNECT', '/a')
  },
  'opened twice': (xhr) => {
    xhr.open('GET', '/a')
    xhr.setRequestHeader('traceparent', own)
    xhr.open('GET', '/b')
    xhr.send()
  },
}

async function runXhr(program, other) {
  const xhr = new XMLHttpRequest()
  const events = []
  const done = new Promise((settle) => {
    for (const type of ['readystatechange', 'load', 'error', 'abort', 'timeout', 'loadend'])
      xhr.addEventListener(type, () => (events.push(type + xhr.readyState), type === 'loadend' && settle()))
  })
  try {
    program(xhr, other)
    await done
  } catch (error) {
    return { thrown: failed(error), events }
  }
  const {
    traceparent,
    host,
    connection,
    'sec-fetch-site': site,
    'user-agent': agent,
    ...headers
  } = JSON.parse(xhr.responseText || '{}').headers ?? {}
  return { events, status: xhr.status, headers, url: JSON.parse(xhr.responseText || '{}').url, traceparent: traceparent !== undefined }
}

/**
 * Name of a case -> what its program saw.
 * @param {string} other
 * @param {string} [own]
 * @returns {Promise<Record<string, any>>}
 */
export async function run(other, own) {
  base = own
  const found = {}
  for (const [name, program] of Object.entries(cases)) {
    try {
      const result = await program(other)
      found[name] = result instanceof Response ? await seen(result) : result
    } catch (error) {
      found[name] = failed(error)
    }
  }
  if (globalThis.XMLHttpRequest)
    for (const [name, program] of Object.entries(xhrCases)) found['xhr: ' + name] = await runXhr(program, other)
  return found
}
