/** Everything about the shop's currency that is not an amount. */
export namespace Currency {
  export const code = 'EUR'
  export const decimals = 2
  export const unit: number = 10 ** decimals

  export function symbol(): string {
    return '€'
  }
}

/** An amount in whole cents, so that sums never drift. */
export class Money {
  static #made = 0
  static readonly zero: Money = new Money(0)

  readonly #cents: number

  private constructor(cents: number) {
    this.#cents = cents
    Money.#made++
  }

  /** From a number of euros, or from text such as `12.50`. */
  static of(amount: number): Money
  static of(text: string): Money
  static of(value: number | string): Money {
    const amount = typeof value === 'string' ? Money.#parse(value) : value
    return Money.cents(Math.round(amount * Currency.unit))
  }

  static cents(cents: number): Money {
    if (!Number.isSafeInteger(cents)) throw new RangeError(`Not a whole number of cents: ${cents}`)
    return new Money(cents)
  }

  static sum(amounts: Iterable<Money>): Money {
    let total = Money.zero
    for (const amount of amounts) total = total.plus(amount)
    return total
  }

  static get made(): number {
    return Money.#made
  }

  static #parse(text: string): number {
    const amount = Number(text.replace(',', '.'))
    if (Number.isNaN(amount)) throw new TypeError(`Not an amount: ${text}`)
    return amount
  }

  get cents(): number {
    return this.#cents
  }

  plus(other: Money): Money {
    return new Money(this.#cents + other.#cents)
  }

  minus(other: Money): Money {
    return new Money(this.#cents - other.#cents)
  }

  times(factor: number): Money {
    return new Money(Math.round(this.#cents * factor))
  }

  percent(rate: number): Money {
    return this.times(rate / 100)
  }

  isMoreThan(other: Money): boolean {
    return this.#cents > other.#cents
  }

  static least(a: Money, b: Money): Money {
    return a.isMoreThan(b) ? b : a
  }

  toString(): string {
    const sign = this.#cents < 0 ? '-' : ''
    return sign + Currency.symbol() + (Math.abs(this.#cents) / Currency.unit).toFixed(Currency.decimals)
  }

  toJSON(): number {
    return this.#cents
  }
}
