import { formatSnapshot, printable } from '@spoor/shared'
import type { CallLine, DecodedLine, RequestLine, SiteLine } from '@spoor/trace'
import { onOutput as pc } from '../colors.ts'
import { duration } from '../show/numbers.ts'

/** Calls that wait for one above them to end; beyond, each is printed as it comes. */
const MOST_WAITING = 5000

/** Children printed of one call. */
const MOST_CHILDREN = 20

/** One program's calls, each printed with all below it when the one at the top ends. */
export class LiveTree {
  readonly #title: string | undefined
  readonly #sites = new Map<number, SiteLine>()
  readonly #below = new Map<number, CallLine[]>()
  #waiting = 0

  /** @param title before each call at the top, where there are several programs */
  constructor(title?: string) {
    this.#title = title
  }

  /** @returns what is to be printed now */
  add(line: DecodedLine): string {
    if (line.t === 'site') this.#sites.set((line as SiteLine).n, line as SiteLine)
    else if (line.t === 'call') return this.#addCall(line as CallLine)
    else if (line.t === 'mark') return `${pc.magenta(`◆ ${printable((line as { name: string }).name)}`)}\n`
    else if (line.t === 'request') return showRequest(line as RequestLine)
    else if (line.t === 'drop') return pc.dim(`… ${(line as { count: number }).count} left out\n`)
    return ''
  }

  #addCall(call: CallLine): string {
    if (call.end === undefined) return ''
    if (call.parent && call.depth && this.#waiting < MOST_WAITING) {
      const others = this.#below.get(call.parent)
      if (others) others.push(call)
      else this.#below.set(call.parent, [call])
      this.#waiting++
      return ''
    }
    const title = this.#title === undefined ? '' : `${pc.dim(this.#title)} `
    return title + this.#show(call, 0)
  }

  #show(call: CallLine, depth: number): string {
    const site = this.#sites.get(call.n)
    const below = this.#below.get(call.seq) ?? []
    this.#below.delete(call.seq)
    this.#waiting -= below.length
    const shown = below.sort((a, b) => a.seq - b.seq).map((one) => this.#show(one, depth + 1))
    const more = shown.length - MOST_CHILDREN
    const rest = more > 0 ? `${'  '.repeat(depth + 1)}${pc.dim(`… ${more} more`)}\n` : ''
    return `${'  '.repeat(depth)}${showCall(call, site)}\n${shown.slice(0, MOST_CHILDREN).join('')}${rest}`
  }
}

function showCall({ args, end, error, outcome, start, value }: CallLine, site: SiteLine | undefined): string {
  const given = (args ?? []).map((arg) => formatSnapshot(arg, 40)).join(', ')
  const result =
    outcome === 'threw'
      ? pc.red(` ✗ ${error === undefined ? 'threw' : printable(formatSnapshot(error))}`)
      : value === undefined
        ? ''
        : ` → ${printable(formatSnapshot(value))}`
  const place = site ? pc.dim(`  ${printable(site.file)}:${site.line}`) : ''
  return `${pc.bold(printable(site?.name ?? '?'))}(${printable(given)})${result}  ${pc.dim(duration((end ?? start) - start))}${place}`
}

const showRequest = ({ end, error, method, side, start, status, url }: RequestLine): string =>
  `${pc.cyan(`${side === 'client' ? '→' : '←'} ${printable(method)} ${printable(url)}`)} ${status ?? printable(error ?? '…')}${end === undefined ? '' : pc.dim(`  ${duration(end - start)}`)}\n`
