import { createFromFetch, encodeReply, setServerCallback } from '@vitejs/plugin-rsc/browser'
import { startTransition, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { spoor } from 'spoor/runtime'

interface Payload {
  root: ReactNode
  returned?: { ok: boolean; value: unknown }
}

let show: (payload: Payload) => void

const ask = (init: RequestInit = {}, headers: Record<string, string> = {}): Promise<Payload> =>
  createFromFetch<Payload>(fetch(location.href, { ...init, headers: { ...headers, accept: 'text/x-component' } }))

function Page({ first }: { first: Payload }) {
  const [payload, setPayload] = useState(first)
  // Clicks before this may be lost.
  useEffect(() => void Object.assign(globalThis, { ready: true }), [])
  show = (next) => startTransition(() => setPayload(next))
  return payload.root
}

setServerCallback(async (id, args) => {
  const payload = await ask({ method: 'POST', body: await encodeReply(args) }, { 'x-action': id })
  show(payload)
  if (!payload.returned?.ok) throw new Error(String(payload.returned?.value))
  return payload.returned.value
})

const first = await ask()
hydrateRoot(document, <Page first={first} />)
Object.assign(globalThis, { spoor })
