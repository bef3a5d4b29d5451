import { randomBytes } from 'node:crypto'
import { CONTROL_VERSION } from '@spoor/shared'
import type {
  ChangeAnswer,
  ChangeAnswers,
  ChangeOrder,
  Hello,
  HelloQuestion,
  HubFunctions,
  Positions,
  Program,
  ProgramKind,
} from '@spoor/shared'
import type { WebSocket } from 'ws'
import { Backlog } from './control-backlog.ts'
import { Client } from './control-client.ts'
import { attempt, leave } from './control-member.ts'
import type { Member, ProgramFacts, Reach } from './control-member.ts'
import { isFor, readName, readOrder, readPositions, readPrograms } from './control-orders.ts'
import { Standing } from './control-standing.ts'

/** Programs that are gone and still shown, and bytes of events that are held for all. */
const MOST_GONE = 16
const MOST_HELD = 64 * 2 ** 20

/** Milliseconds between lists of programs to clients. */
const PAUSE = 100

export type { ProgramFacts, Reach } from './control-member.ts'

export interface HubOptions {
  root: string
  version: string
  /** Why nobody may steer here; `undefined`: one may. */
  whyNot(): string | undefined
  /** What the build knows of why nothing of this kind is recorded. */
  why?(kind: ProgramKind): Program['why']
  /** The first client has come, or the last one has gone. */
  onClients?(some: boolean): void
  /** Somebody watches from now on, or nobody any more. */
  onWatch?(isOn: boolean): void
}

/** Where programs and those who watch and steer them meet. */
export class Hub {
  readonly id: string = randomBytes(8).toString('hex')
  readonly #options: HubOptions
  readonly #members = new Map<string, Member>()
  readonly #clients = new Set<Client>()
  readonly #standing: Standing
  #isWatched = false
  #timer: NodeJS.Timeout | undefined

  constructor(options: HubOptions) {
    this.#options = options
    this.#standing = Standing.of(options.root)
  }

  get clients(): number {
    return this.#clients.size
  }

  /** Whether a program of this id is known, be it gone. */
  knows(id: string): boolean {
    return this.#members.has(id)
  }

  /** A program has come, or come again, or there is news of it. What was said to its kind holds for a new one. */
  join(facts: ProgramFacts, reach: Reach): void {
    const known = this.#members.get(facts.id)
    const isNew = known?.reach !== reach
    const why = facts.status.why && (this.#options.why?.(facts.kind) ?? facts.status.why)
    const program: Program = { ...facts, connected: true, ...(why && { why }) }
    const member = Object.assign(known ?? { backlog: new Backlog(), marks: [] }, { program, reach })
    this.#members.set(facts.id, member)
    if (!known) for (const order of this.#standing.for(program.kind)) void this.#order(facts.id, order)
    if (isNew && this.#isWatched) void attempt(() => reach.watch(true))
    if (isNew) for (const name of member.marks.splice(0)) void leave(member, name)
    this.#tellSoon()
  }

  /** Programs that are asked are asked how they stand. */
  refresh(): void {
    for (const { reach } of this.#members.values()) reach?.refresh?.()
  }

  /** A program has gone. @param reach by which it was reached: not, if it has come again by another since */
  part(id: string, reach: Reach): void {
    const member = this.#members.get(id)
    if (member?.reach !== reach) return
    member.reach = undefined
    member.program = { ...member.program, connected: false }
    const gone = [...this.#members.values()].filter((one) => !one.reach)
    for (const { program } of gone.slice(0, Math.max(0, gone.length - MOST_GONE))) this.#members.delete(program.id)
    this.#tellSoon()
  }

  /** Whole lines of a program that has joined. */
  lines(id: string, bytes: Buffer): void {
    const member = this.#members.get(id)
    if (!member) return
    const chunks = member.backlog.add(bytes)
    for (const client of this.#clients) if (client.isWatching) client.send(id, chunks, member.backlog)
    this.#shrink()
  }

  /** @returns what takes its messages, and ends it */
  open(socket: WebSocket): { take(message: object): void; close(): void } {
    const client: Client = new Client(
      socket,
      this.#functionsFor(() => client),
    )
    this.#clients.add(client)
    if (this.#clients.size === 1) this.#options.onClients?.(true)
    return {
      take: (message) => client.take(message),
      close: () => {
        if (!this.#clients.delete(client)) return
        client.news.$close()
        this.#watch()
        if (!this.#clients.size) this.#options.onClients?.(false)
      },
    }
  }

  note(text: string): void {
    for (const client of this.#clients) client.tell('note', text)
  }

  close(): void {
    clearTimeout(this.#timer)
    for (const client of this.#clients) client.close(1001)
  }

  #functionsFor(own: () => Client): HubFunctions {
    let isKnown = false
    const known = <A extends unknown[], T>(work: (...args: A) => T) => {
      return (...args: A): T => {
        if (!isKnown) throw new Error('say hello first')
        return work(...args)
      }
    }
    const steering = <A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
      known(async (...args: A): Promise<T> => {
        const why = this.#options.whyNot()
        if (why) throw new Error(why)
        return work(...args)
      })
    return {
      hello: (question) => {
        const hello = this.#greet(question)
        isKnown = true
        return hello
      },
      watch: known((isOn, from) => this.#watchFor(own(), isOn, readPositions(from))),
      change: steering(async (order) => this.#change(readOrder(order))),
      mark: steering(async (name, programs) => this.#mark(readName(name), programs === undefined ? undefined : readPrograms(programs))),
      clear: steering(async () => this.#clear()),
    }
  }

  #greet(question: HelloQuestion): Hello {
    const { root, version, whyNot } = this.#options
    const theirs = (question as Partial<HelloQuestion> | null)?.version
    if (theirs !== CONTROL_VERSION)
      throw new Error(
        `version: this side speaks ${CONTROL_VERSION}, the other one ${String(theirs)}; use the same version of Spoor on both`,
      )
    this.refresh()
    const why = whyNot()
    return { version: CONTROL_VERSION, spoor: version, hub: this.id, root, programs: this.#programs(), canSteer: !why, ...(why && { why }) }
  }

  #programs(): Program[] {
    return [...this.#members.values()].map(({ program }) => program)
  }

  #watchFor(client: Client, isOn: boolean, from: Positions): void {
    if (!isOn) client.forget()
    else if (!client.isWatching) for (const [id, { backlog }] of this.#members) client.send(id, backlog.from(from[id] ?? 0), backlog)
    client.isWatching = isOn
    this.#watch()
  }

  /** Programs are watched while anybody watches. */
  #watch(): void {
    const isWatched = [...this.#clients].some((client) => client.isWatching)
    if (isWatched === this.#isWatched) return
    this.#isWatched = isWatched
    this.#options.onWatch?.(isWatched)
    for (const { reach } of this.#members.values()) void attempt(() => reach?.watch(isWatched))
  }

  async #change(order: ChangeOrder): Promise<ChangeAnswers> {
    this.#standing.keep(order)
    const meant = [...this.#members.values()].filter(({ program, reach }) => reach && isFor(order, program))
    const answers = await Promise.all(meant.map(async ({ program: { id } }) => [id, await this.#order(id, order)] as const))
    const unknown = order.programs?.filter((one) => /^[\da-f]{16}$/.test(one) && !this.#members.get(one)?.reach) ?? []
    return Object.fromEntries([...answers, ...unknown.map((id) => [id, { error: 'it is not connected' }] as const)])
  }

  async #order(id: string, order: ChangeOrder): Promise<ChangeAnswer> {
    const member = this.#members.get(id)
    const answer = await attempt(() => member?.reach?.change(order))
    if (!answer) return { error: 'it does not answer; the change is made when it does' }
    if (member && !('error' in answer)) {
      const { limits, status } = answer
      const { why: _, ...program } = member.program
      const why = status.why && (this.#options.why?.(program.kind) ?? status.why)
      member.program = { ...program, status, limits, ...(why && { why }) }
      this.#tellSoon()
    }
    return answer
  }

  async #mark(name: string, programs: string[] | undefined): Promise<void> {
    const order = programs ? { programs } : {}
    const meant = [...this.#members.values()].filter(({ program }) => isFor(order, program))
    await Promise.all(meant.map((member) => leave(member, name)))
  }

  async #clear(): Promise<void> {
    await Promise.all([...this.#members.values()].map(({ reach }) => attempt(() => reach?.clear())))
    for (const [id, { reach }] of this.#members) if (!reach) this.#members.delete(id)
    for (const { backlog } of this.#members.values()) backlog.clear()
    for (const client of this.#clients) {
      client.forget()
      client.tell('cleared')
      if (!client.isWatching) continue
      for (const [id, { backlog }] of this.#members) client.send(id, backlog.from(0), backlog)
    }
    this.#tellSoon()
  }

  /** Programs come and change in crowds. */
  #tellSoon(): void {
    if (this.#timer || !this.#clients.size) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      const list = this.#programs()
      for (const client of this.#clients) client.programs(list)
    }, PAUSE)
    this.#timer.unref()
  }

  /** The one that holds most lets go first. */
  #shrink(): void {
    const all = [...this.#members.values()].map(({ backlog }) => backlog)
    let held = all.reduce((sum, { bytes }) => sum + bytes, 0)
    while (held > MOST_HELD) {
      const most = all.reduce((a, b) => (b.bytes > a.bytes ? b : a))
      const before = most.bytes
      most.shrink()
      held -= before - most.bytes
    }
  }
}
