import type { SiteLine, TraceLine } from '../format.ts'

/** The functions of a trace, by stream and number. */
export class Sites {
  readonly #streams: (SiteLine | undefined)[][] = []

  /** To be told each line of a site. */
  add(line: SiteLine): void {
    const sites = (this.#streams[line.s ?? 0] ??= [])
    sites[line.n] = line
  }

  /** The function of a call; where its own line is lost, one that says so. */
  of({ s = 0, n }: { s?: number | undefined; n: number }): SiteLine {
    const known = this.#streams[s]?.[n]
    if (known) return known
    const unknown = unknownSite(n)
    if (s) unknown.s = s
    this.add(unknown)
    return unknown
  }

  /** Tells it the sites among these lines. */
  addAll(lines: readonly TraceLine[]): void {
    for (const line of lines) if (line.t === 'site') this.add(line)
  }
}

/** Stands for a function whose line is lost. */
export const unknownSite = (n: number): SiteLine => ({
  t: 'site',
  n,
  id: `?#function ${n}`,
  file: '?',
  name: `function ${n}`,
  line: 0,
  column: 0,
  kind: 'function',
})
