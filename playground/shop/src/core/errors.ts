/** What a customer or the shop did wrong: it has a code for programs and a status for HTTP. */
export abstract class ShopError extends Error {
  abstract readonly code: string
  abstract readonly status: number

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ShopError'
  }
}

export class UnknownProductError extends ShopError {
  readonly code = 'unknown-product'
  readonly status = 404

  constructor(readonly sku: string) {
    super(`There is no product ${sku}`)
    this.name = 'UnknownProductError'
  }
}

export class UnknownCartError extends ShopError {
  readonly code = 'unknown-cart'
  readonly status = 404

  constructor(readonly cartId: string) {
    super(`There is no cart ${cartId}`)
    this.name = 'UnknownCartError'
  }
}

export class UnknownOrderError extends ShopError {
  readonly code = 'unknown-order'
  readonly status = 404

  constructor(readonly orderId: string) {
    super(`There is no order ${orderId}`)
    this.name = 'UnknownOrderError'
  }
}

export class EmptyCartError extends ShopError {
  readonly code = 'empty-cart'
  readonly status = 422

  constructor() {
    super('There is nothing in the cart')
    this.name = 'EmptyCartError'
  }
}

export class OutOfStockError extends ShopError {
  readonly code = 'out-of-stock'
  readonly status = 409

  constructor(
    readonly sku: string,
    readonly wanted: number,
    readonly left: number,
  ) {
    super(`Only ${left} of ${sku} left, ${wanted} wanted`)
    this.name = 'OutOfStockError'
  }
}

export class DiscountError extends ShopError {
  readonly status = 422

  constructor(
    readonly discount: string,
    readonly code: 'unknown-discount' | 'expired-discount',
    message: string,
  ) {
    super(message)
    this.name = 'DiscountError'
  }
}

export class PaymentDeclinedError extends ShopError {
  readonly code = 'payment-declined'
  readonly status = 402

  constructor(reason: string, cause: unknown) {
    super(`The payment was declined: ${reason}`, { cause })
    this.name = 'PaymentDeclinedError'
  }
}

/** The same error as plain data, the chain of causes included. */
export interface ErrorRecord {
  name: string
  message: string
  code?: string
  cause?: ErrorRecord
}

export function describeError(error: unknown): ErrorRecord {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) }
  const record: ErrorRecord = { name: error.name, message: error.message }
  if (error instanceof ShopError) record.code = error.code
  if (error.cause !== undefined) record.cause = describeError(error.cause)
  return record
}
