/** One line that says what is going on, on a terminal; nothing anywhere else. */
export interface Progress {
  say(what: string): void
  end(): void
}

/** @param stream the error stream, so that output can be redirected without it */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { say: () => undefined, end: () => undefined }
  let timer: NodeJS.Timeout | undefined
  const clear = (): void => void stream.write('\r\x1b[2K')
  return {
    say(what) {
      clearInterval(timer)
      const started = performance.now()
      const show = (): void => {
        clear()
        stream.write(`${what} … ${Math.round((performance.now() - started) / 1000)} s`.slice(0, stream.columns - 1))
      }
      show()
      timer = setInterval(show, 1000).unref()
    },
    end() {
      clearInterval(timer)
      clear()
    },
  }
}
