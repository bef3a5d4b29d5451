/** Addresses are counted in these: every block begins at a multiple. */
const SLOT = 2 ** 16

/** Blocks of a source are at first small, for there may be many sources. */
const MOST = 2 ** 20

/** The bytes of a recording, in blocks within which no line is cut. An address says where a byte is, over all blocks. */
export class Store {
  /** Bytes of memory that are taken. */
  size = 0
  /** Slot -> block that it belongs to. */
  readonly #blocks: Block[] = []

  /** @param least bytes that it has to hold; @throws {RangeError} where 4 GiB are full, or there is no memory */
  open(least: number, last?: Block): Block {
    const wanted = Math.max(least, last ? Math.min(MOST, last.bytes.length * 2) : SLOT)
    return this.#add(memory(Math.ceil(wanted / SLOT) * SLOT), 0)
  }

  /** Keeps bytes where they are, as a block that is full; @throws {RangeError} where 4 GiB are full */
  keep(bytes: Uint8Array): Block {
    return this.#add(bytes, bytes.length)
  }

  #add(bytes: Uint8Array, used: number): Block {
    const slots = Math.ceil(bytes.length / SLOT)
    if (this.#blocks.length + slots > 2 ** 32 / SLOT) throw new RangeError(`more than the 4 GiB that a page holds. ${INSTEAD}`)
    const block: Block = { bytes, base: this.#blocks.length * SLOT, used }
    for (let i = 0; i < slots; i++) this.#blocks.push(block)
    this.size += bytes.length
    return block
  }

  blockAt(address: number): Block {
    return this.#blocks[Math.floor(address / SLOT)]!
  }

  /** The line that begins at an address, without its end. */
  lineAt(address: number): Uint8Array {
    const block = this.blockAt(address)
    const from = address - block.base
    return block.bytes.subarray(from, endOfLine(block, from))
  }

  textAt(address: number): string {
    return decoder.decode(this.lineAt(address))
  }
}

const INSTEAD =
  'Open some of its files alone: a long recording goes on in a new one every 64 MiB. `spoor summary`, `spoor tree` and `spoor export` take any size.'

function memory(size: number): Uint8Array {
  try {
    return new Uint8Array(size)
  } catch {
    throw new RangeError(`more than there is memory for. ${INSTEAD}`)
  }
}

export interface Block {
  readonly bytes: Uint8Array
  /** Address of its first byte. */
  readonly base: number
  /** How many of its bytes are. */
  used: number
}

export const LINE_BREAK = 10

/** Where the line ends that begins at one of the bytes of a block. */
export function endOfLine({ bytes, used }: Block, from: number): number {
  const end = bytes.indexOf(LINE_BREAK, from)
  return end < 0 ? used : end
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

export const textOf = (bytes: Uint8Array): string => decoder.decode(bytes)
