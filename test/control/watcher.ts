import type { Attached, Listener, Target } from '../../packages/cli/src/attach/client.ts'
import { attachTo } from '../../packages/cli/src/attach/client.ts'
import type { Program } from '@spoor/shared'
import type { CallLine, RequestLine, SiteLine, TraceLine } from '@spoor/trace'
import { afterEach } from 'vitest'
import { until } from '../web/live-fixture.ts'

/** To be called in a file of tests, behind what ends its programs. @returns lets somebody watch until the end of the test */
export function watching(): (typeof Watcher)['at'] {
  const watchers: Watcher[] = []
  afterEach(() => {
    for (const watcher of watchers.splice(0)) watcher.close()
  })
  return async (...target) => {
    const watcher = await Watcher.at(...target)
    watchers.push(watcher)
    return watcher
  }
}

/** Somebody who watches, and keeps what comes. */
export class Watcher {
  line!: Attached
  programs: readonly Program[] = []
  notes: string[] = []
  missed = 0
  cleared = 0
  isClosed = false
  readonly texts = new Map<string, string>()

  static async at(target: Target, isWatching = true): Promise<Watcher> {
    const watcher = new Watcher()
    watcher.line = await attachTo(target, 'command', watcher.listener())
    watcher.programs = watcher.line.hello.programs
    if (isWatching) await watcher.line.hub.watch(true)
    return watcher
  }

  listener(): Partial<Listener> {
    return {
      programs: (list) => void (this.programs = list),
      note: (text) => void this.notes.push(text),
      missed: (_, lines) => void (this.missed += lines),
      cleared: () => void this.cleared++,
      closed: () => void (this.isClosed = true),
      lines: ({ bytes, program }) => void this.texts.set(program, (this.texts.get(program) ?? '') + Buffer.from(bytes).toString()),
    }
  }

  close(): void {
    this.line.close()
  }

  /** Once there is a connected program like that. */
  program(is: (program: Program) => boolean = () => true): Promise<Program> {
    return until(() => this.programs.find((program) => program.connected && is(program)))
  }

  read(program: string): Seen {
    return readLines(this.texts.get(program) ?? '')
  }
}

export interface Seen {
  lines: TraceLine[]
  /** Names of the calls that have ended, in the order of beginning. */
  names: string[]
  calls: CallLine[]
  requests: RequestLine[]
  dropped: number
}

export function readLines(text: string): Seen {
  const lines = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as TraceLine)
  const of = <T extends TraceLine['t']>(t: T) => lines.filter((line): line is Extract<TraceLine, { t: T }> => line.t === t)
  const sites = new Map(of('site').map(({ n, name }: SiteLine) => [n, name]))
  const calls = [...of('call')].sort((a, b) => a.seq - b.seq)
  return {
    lines,
    calls,
    names: calls.filter(({ end }) => end !== undefined).map(({ n }) => sites.get(n) ?? '?'),
    requests: of('request'),
    dropped: of('drop').reduce((sum, { count }) => sum + count, 0),
  }
}
