import type { Clock } from './clock.ts'
import { PaymentDeclinedError } from './errors.ts'
import type { Money } from './money.ts'

export interface Authorization {
  id: string
  amount: Money
  void(): void
}

/** What the bank says no to. */
class BankError extends Error {
  override name = 'BankError'

  constructor(
    readonly answer: number,
    message: string,
  ) {
    super(message)
  }
}

/** The bank is busy: worth another try. */
class BusyError extends BankError {
  override name = 'BusyError'

  constructor() {
    super(503, 'The bank is busy')
  }
}

/** Tries `work` again while it fails with an error that `again` accepts. */
export async function retry<T>(
  work: (attempt: number) => Promise<T>,
  again: (error: unknown) => boolean,
  clock: Clock,
  attempts = 3,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt)
    } catch (error) {
      if (attempt === attempts || !again(error)) throw error
      await clock.sleep(10 * 2 ** attempt)
    }
  }
}

/**
 * A bank that lives in this process. Cards ending in 0002 have no funds, cards ending in 0003 find the bank busy at
 * the first try.
 */
export class Bank {
  #serial = 0
  readonly open = new Map<string, Authorization>()

  constructor(private readonly clock: Clock) {}

  async authorize(card: string, amount: Money): Promise<Authorization> {
    try {
      return await retry((attempt) => this.#ask(card, amount, attempt), isBusy, this.clock)
    } catch (error) {
      throw new PaymentDeclinedError(`card ending in ${card.slice(-4)}`, error)
    }
  }

  async #ask(card: string, amount: Money, attempt: number): Promise<Authorization> {
    await this.clock.sleep(20)
    if (card.endsWith('0002')) throw new BankError(402, `No funds for ${amount}`)
    if (card.endsWith('0003') && attempt === 1) throw new BusyError()
    return this.#grant(amount)
  }

  #grant(amount: Money): Authorization {
    const id = `auth-${++this.#serial}`
    const authorization = { id, amount, void: () => void this.open.delete(id) }
    this.open.set(id, authorization)
    return authorization
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof BusyError
}
