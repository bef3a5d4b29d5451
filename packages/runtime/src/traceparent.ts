import { platform } from './platform.ts'

/** The header of W3C's trace context. */
export const TRACEPARENT = 'traceparent'

export interface TraceContext {
  /** 32 hexadecimal digits. */
  trace: string
  /** 16 hexadecimal digits. */
  span: string
}

/** `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01`; `undefined` for what must be ignored. */
export function readTraceparent(text: unknown): TraceContext | undefined {
  const parts = typeof text === 'string' ? FORM.exec(text.trim()) : null
  if (!parts) return undefined
  const [, version, trace, span, more] = parts as unknown as [string, string, string, string, string | undefined]
  const isInvalid = version === 'ff' || (version === '00' && more !== undefined) || !/[^0]/.test(trace) || !/[^0]/.test(span)
  return isInvalid ? undefined : { trace, span }
}

// A later version may say more behind the flags.
const FORM = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}(-.*)?$/

/** Sampled: what it belongs to is recorded. */
export const writeTraceparent = ({ trace, span }: TraceContext): string => `00-${trace}-${span}-01`

const { crypto } = platform

/** So many random bytes in hexadecimal digits, not all of them 0. The program's own `Math.random` gives none of them. */
export function randomId(bytes: number): string {
  const values = new Uint8Array(bytes)
  crypto?.getRandomValues(values)
  let text = ''
  for (const value of values) text += (value + 256).toString(16).slice(1)
  return /[^0]/.test(text) ? text : randomByClock(bytes * 2)
}

/** Where there is no randomness: unlike the one before. */
function randomByClock(digits: number): string {
  count = (count + 1) % 2 ** 24
  return (Date.now() * 2 ** 8 + count).toString(16).padStart(digits, '0').slice(-digits)
}

let count = 0
