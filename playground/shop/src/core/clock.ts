/** The time, and waiting: real in the server, simulated in the scenario. */
export interface Clock {
  now(): number
  sleep(ms: number): Promise<void>
}

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/** Time that passes only when someone waits for it. */
export class StepClock implements Clock {
  #now: number

  constructor(start: number) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  async sleep(ms: number): Promise<void> {
    await undefined
    this.#now += ms
  }
}
