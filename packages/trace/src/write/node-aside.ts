import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

/** A file that is replaced as a whole each time it is written, so that it is whole at any instant; its owner alone may read it. */
export class Aside {
  readonly #path: string
  readonly #gzip: boolean
  #isThere = false

  constructor(path: string, gzip: boolean) {
    this.#path = path
    this.#gzip = gzip
  }

  /** @throws what the file system says; what was there stays then */
  write(text: string): void {
    const fresh = `${this.#path}.new`
    try {
      writeFileSync(fresh, this.#gzip ? gzipSync(text) : text, { mode: 0o600, flag: 'wx' })
      renameSync(fresh, this.#path)
    } catch (error) {
      rmSync(fresh, { force: true })
      throw error
    }
    this.#isThere = true
  }

  remove(): void {
    if (this.#isThere) rmSync(this.#path, { force: true })
    this.#isThere = false
  }
}
