import type { Cart } from './cart.ts'
import { DiscountError } from './errors.ts'
import { Money } from './money.ts'

export enum DiscountKind {
  Percent = 'percent',
  Fixed = 'fixed',
  Bundle = 'bundle',
  Season = 'season',
}

/** A discount as it is stored: `value` is a rate, cents, or a number of pieces, as its kind says. */
export interface DiscountRecord {
  code: string
  kind: DiscountKind
  value: number
  expires: number | null
}

/** A reduction of a cart's price. Subclasses say how much; the base class says whether it holds. */
export abstract class Discount {
  static #kinds = new Map<DiscountKind, new (record: DiscountRecord) => Discount>()

  static {
    Discount.#kinds.clear()
  }

  protected constructor(protected readonly record: DiscountRecord) {}

  static register(kind: DiscountKind, type: new (record: DiscountRecord) => Discount): void {
    Discount.#kinds.set(kind, type)
  }

  static from(record: DiscountRecord): Discount {
    const Kind = Discount.#kinds.get(record.kind)
    if (!Kind) throw new TypeError(`No such kind of discount: ${record.kind}`)
    return new Kind(record)
  }

  get code(): string {
    return this.record.code
  }

  get label(): string {
    return `${this.code}: ${this.describe()}`
  }

  /** What the cart costs less, never more than the cart itself. */
  apply(cart: Cart, now: number): Money {
    this.#check(now)
    return Money.least(this.amount(cart), cart.subtotal)
  }

  #check(now: number): void {
    const { expires } = this.record
    if (expires === null || now < expires) return
    const day = new Date(expires).toISOString().slice(0, 10)
    throw new DiscountError(this.code, 'expired-discount', `${this.code} ended on ${day}`)
  }

  protected abstract amount(cart: Cart): Money
  protected abstract describe(): string
}

export class PercentDiscount extends Discount {
  constructor(record: DiscountRecord) {
    super(record)
  }

  protected get rate(): number {
    return this.record.value
  }

  protected amount(cart: Cart): Money {
    return cart.subtotal.percent(this.rate)
  }

  protected describe(): string {
    return `${this.rate} % off`
  }
}

/** A percentage that doubles for carts worth more than a hundred. */
export class SeasonDiscount extends PercentDiscount {
  static readonly threshold: Money = Money.of(100)

  protected override amount(cart: Cart): Money {
    const once = super.amount(cart)
    return cart.subtotal.isMoreThan(SeasonDiscount.threshold) ? once.times(2) : once
  }

  protected override describe(): string {
    return `${super.describe()}, twice that above ${SeasonDiscount.threshold}`
  }
}

export class FixedDiscount extends Discount {
  readonly #off: Money

  constructor(record: DiscountRecord) {
    super(record)
    this.#off = Money.cents(record.value)
  }

  protected amount(): Money {
    return this.#off
  }

  protected describe(): string {
    return `${this.#off} off`
  }
}

/** Every n-th piece of the same product is free. */
export class BundleDiscount extends Discount {
  constructor(record: DiscountRecord) {
    super(record)
  }

  protected amount(cart: Cart): Money {
    const free = [...cart.lines()].map((line) => {
      const pieces = Math.floor(line.quantity / this.record.value)
      return line.product.price.times(pieces)
    })
    return Money.sum(free)
  }

  protected describe = (): string => `one in ${this.record.value} free`
}

Discount.register(DiscountKind.Percent, PercentDiscount)
Discount.register(DiscountKind.Season, SeasonDiscount)
Discount.register(DiscountKind.Fixed, FixedDiscount)
Discount.register(DiscountKind.Bundle, BundleDiscount)

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`)

/** The codes that the shop hands out. */
export const discounts: DiscountRecord[] = [
  { code: 'TRAIL10', kind: DiscountKind.Percent, value: 10, expires: null },
  { code: 'FIVER', kind: DiscountKind.Fixed, value: 500, expires: null },
  { code: 'THREE4TWO', kind: DiscountKind.Bundle, value: 3, expires: null },
  { code: 'WINTER', kind: DiscountKind.Season, value: 5, expires: day('2099-03-01') },
  { code: 'SUMMER19', kind: DiscountKind.Percent, value: 20, expires: day('2019-09-01') },
]
