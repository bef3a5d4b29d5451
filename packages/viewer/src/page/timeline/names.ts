import { effect, signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import type { Engine, Questions } from '../../questions.ts'
import { engine } from '../engine.ts'

type Name = Questions['names'][1]['names'][number]

/** What functions are called, by their numbers; asked for as they turn up. Reading `value` is told when there are more. */
class Names {
  private readonly known: Signal<readonly Name[]> = signal([])
  private engine: Engine | undefined
  private isAsking = false

  get value(): readonly Name[] {
    return this.known.value
  }

  open(next: Engine | undefined): void {
    this.engine = next
    this.known.value = []
    this.isAsking = false
  }

  /** Sees to it that this function, and those before it, are known soon. */
  need(fn: number): void {
    const from = this.known.peek().length
    if (fn < from || this.isAsking || !this.engine) return
    this.isAsking = true
    void this.ask(this.engine, from)
  }

  readonly nameOf = (fn: number): string => this.known.peek()[fn]?.name ?? ''

  readonly fileOf = (fn: number): string => this.known.peek()[fn]?.file ?? ''

  readonly idOf = (fn: number): string => `${this.fileOf(fn)}#${this.nameOf(fn)}`

  readonly of = (fn: number): Name | undefined => this.known.peek()[fn]

  private async ask(current: Engine, from: number): Promise<void> {
    const answer = await current.ask('names', { from }).catch(() => undefined)
    if (this.engine !== current) return
    this.isAsking = false
    if (answer?.names.length) this.known.value = [...this.known.peek(), ...answer.names]
  }
}

export const names: Names = new Names()

effect(() => names.open(engine.value))
