import type { Program, ProgramFunctions } from '@spoor/shared'
import type { Backlog } from './control-backlog.ts'

/** Milliseconds in which a program has to answer. */
const PATIENCE = 5000

/** Marks that wait for a program. */
const MOST_MARKS = 16

type Awaitable<T> = T | Promise<T>

/** How the hub reaches a program. Those in the same thread say at once how they stand. */
export type Reach = {
  [K in keyof ProgramFunctions]: (...words: Parameters<ProgramFunctions[K]>) => Awaitable<ReturnType<ProgramFunctions[K]>>
} & {
  refresh?(): void
}

export type ProgramFacts = Omit<Program, 'connected' | 'why'>

export interface Member {
  program: Program
  reach: Reach | undefined
  backlog: Backlog
  /** Those that it was not there for: it is told of them when it comes again. */
  marks: string[]
}

/** Tells a program of a mark; one that is away, or goes meanwhile, when it comes again. */
export async function leave(member: Member, name: string): Promise<void> {
  const { marks, reach } = member
  const isLeft = await attempt(async () => {
    await reach?.mark(name)
    return reach !== undefined
  })
  // Who only takes a while has it in the line.
  if (isLeft || (reach && member.reach === reach)) return
  if (member.reach) return leave(member, name)
  marks.push(name)
  if (marks.length > MOST_MARKS) marks.shift()
}

/** What a program answers; `undefined` if it does not, in time or at all. */
export async function attempt<T>(work: () => Awaitable<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((done) => (timer = setTimeout(done, PATIENCE, undefined).unref()))
  try {
    return await Promise.race([work(), late])
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}
