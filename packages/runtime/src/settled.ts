/**
 * Learns how a promise settles, and nobody can tell: no tick is added, and a rejection that nobody handles is still reported.
 * @param promise a native one; others are left alone
 */
export function whenSettled<T>(promise: unknown, fulfilled: (value: T) => void, rejected: (error: unknown) => void): void {
  if (!isNative(promise)) return
  let handled = false
  let reported: Promise<unknown> | undefined
  const handle = (): void => {
    handled = true
    reported?.catch(() => {})
  }
  void then.call(promise, fulfilled as (value: unknown) => void, (error: unknown) => {
    rejected(error)
    // By listening here we have made it a handled one; if nobody else listens, another of the same error is not.
    // oxlint-disable-next-line promise/no-promise-in-callback -- it is what reports
    if (!handled) reported = Promise.reject(error)
  })
  tellTouched(promise, handle)
}

const { then } = Promise.prototype

function isNative(value: unknown): value is Promise<unknown> {
  return value instanceof Promise && value.constructor === Promise && !Object.hasOwn(value, 'constructor') && Object.isExtensible(value)
}

/** Whoever awaits, chains or collects a promise asks for its constructor first. From then on it is as it was. */
function tellTouched(promise: Promise<unknown>, touched: () => void): void {
  const undo = (): void => void Reflect.deleteProperty(promise, 'constructor')
  void Object.defineProperty(promise, 'constructor', {
    configurable: true,
    get() {
      undo()
      touched()
      return promise.constructor
    },
    set(value: unknown) {
      undo()
      promise.constructor = value as typeof promise.constructor
    },
  })
}
