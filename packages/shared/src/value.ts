/**
 * A value as it was at one instant: plain JSON data, bounded, safe to keep. Strings within the limit, finite numbers,
 * booleans and `null` stand for themselves; everything else is an object whose `k` says what it was.
 */
export type Snapshot = string | number | boolean | null | SnapshotObject

export type SnapshotObject =
  | { k: 'undefined' }
  /** `NaN`, `Infinity`, `-Infinity`, `-0`. */
  | { k: 'number'; v: string }
  | { k: 'bigint'; v: string }
  | { k: 'symbol'; v: string }
  /** A string cut short; `size` is its whole length. */
  | { k: 'string'; v: string; size: number }
  | { k: 'function'; name: string; class?: true }
  /** `name`: constructor's name, '' for a null prototype. `size`: how many own enumerable properties there were. */
  | { k: 'object'; name: string; props: [key: string, value: Snapshot][]; size: number }
  /** Arrays and typed arrays. A hole is `{ k: 'hole' }`. */
  | { k: 'array'; name: string; items: Snapshot[]; size: number }
  | { k: 'map'; name: string; entries: [key: Snapshot, value: Snapshot][]; size: number }
  | { k: 'set'; name: string; items: Snapshot[]; size: number }
  /** ISO 8601, or `Invalid Date`. */
  | { k: 'date'; v: string }
  | { k: 'regexp'; v: string }
  | { k: 'error'; name: string; message: string; stack?: string; cause?: Snapshot }
  /**
   * An object shown by its name alone: a promise, stream, DOM node, iterator, or what lies below the depth limit.
   * `thinned`: the limit was closer than asked for, for values took too much of the running time: see `ValueLimits.budget`.
   */
  | { k: 'opaque'; name: string; thinned?: true }
  /** Not kept, for values took too much of the running time: see `ValueLimits.budget`. */
  | { k: 'omitted' }
  | { k: 'hole' }
  /** An accessor property; never called. */
  | { k: 'getter' }
  /** A secret, by the name of its key. */
  | { k: 'redacted' }
  /** Stands in an object that contains itself. */
  | { k: 'circular' }
  /** A proxy by which a framework learns who reads what: to look into it would be to depend on it. */
  | { k: 'reactive' }
  /** Looking at it threw. */
  | { k: 'hostile' }

/** How much of a value is kept. */
export interface ValueLimits {
  /** Levels of nesting. @default 3 */
  depth: number
  /** Items of an array, map or set. @default 100 */
  items: number
  /** Properties of an object. @default 20 */
  fields: number
  /** UTF-16 code units of a string. @default 255 */
  string: number
  /** Values of properties whose names contain one of these words (case, `-` and `_` do not matter) are not kept. */
  redact: readonly string[]
  /**
   * Whether texts are searched for what looks like a secret: tokens (JWT, `Bearer …`), keys of well-known services, private keys, numbers of
   * cards, e-mail addresses, passwords in URLs. It is replaced, also in the midst of a text, in keys of maps, messages and stacks. A list: these, and
   * what else is to be replaced, by `RegExp` or by a function that gives the text to keep. @default true
   */
  patterns: boolean | readonly (RegExp | ((text: string) => string))[]
  /**
   * Most of the running time that values may take, as a share of it (0.05: 5 %). Where they would take more, those of the functions that
   * have spent most are looked at less closely, then not at all: `opaque` with `thinned`, and `omitted`, stand in their places. `false`:
   * they take what they take. @default 0.05
   */
  budget: number | false
  /** Milliseconds that values may take at once, after a time of rest: a click, a request. @default 100 */
  burst: number
}

/** Limits as a build can hand them over: without functions. */
export type PlainLimits = Partial<Omit<ValueLimits, 'patterns'>> & { patterns?: boolean }

export const DEFAULT_LIMITS: ValueLimits = {
  depth: 3,
  items: 100,
  fields: 20,
  string: 255,
  patterns: true,
  budget: 0.05,
  burst: 100,
  redact: [
    'password',
    'passwd',
    'passphrase',
    'pwd',
    'secret',
    'token',
    'authorization',
    'cookie',
    'apikey',
    'privatekey',
    'credential',
    'cardnumber',
    'creditcard',
    'cvv',
    'cvc',
    'ssn',
    'email',
    'auth',
    'jwt',
    'otp',
    'totp',
    'sid',
    'sessionid',
    'passcode',
    'pincode',
    'securitycode',
    'accesskey',
    'iban',
    'xsrf',
    'csrf',
  ],
}
