/** Characters; no box is so wide that more could be read. */
const LONGEST = 160

/** Texts as wide as their room: each is measured once, each room asked for once. */
export class Labels {
  private readonly widths = new Map<string, Float32Array>()
  private readonly cut = new Map<string, string[]>()

  /** @param measure the width of a text in pixels */
  constructor(private readonly measure: (text: string) => number) {}

  /** The text, or as much of it as has room, `…` behind it; of `Cart.checkout` rather `checkout`. '' where too little has room. */
  fit(text: string, room: number): string {
    if (text.length > LONGEST) return this.fit(`${text.slice(0, LONGEST - 1)}…`, room)
    if (this.width(text) <= room) return text
    const pixels = Math.floor(room)
    let cuts = this.cut.get(text)
    if (!cuts) this.cut.set(text, (cuts = []))
    return (cuts[pixels] ??= this.cutTo(text, pixels))
  }

  width(text: string): number {
    return this.prefixes(text).at(-1) ?? 0
  }

  private cutTo(text: string, room: number): string {
    const prefixes = this.prefixes(text)
    const last = text.slice(text.lastIndexOf('.') + 1)
    // Of an address the end says little.
    if (last && last !== text && !text.includes('/') && this.width(last) <= room) return last
    const dots = this.width('…')
    let length = 0
    while (length < prefixes.length && prefixes[length]! + dots <= room) length++
    return length < 2 ? '' : `${text.slice(0, length)}…`
  }

  /** Width of the first character, the first two, and so on. */
  private prefixes(text: string): Float32Array {
    let widths = this.widths.get(text)
    if (!widths) {
      if (this.widths.size > 20_000) this.forget()
      widths = Float32Array.from({ length: text.length }, (_, i) => this.measure(text.slice(0, i + 1)))
      this.widths.set(text, widths)
    }
    return widths
  }

  forget(): void {
    this.widths.clear()
    this.cut.clear()
  }
}
