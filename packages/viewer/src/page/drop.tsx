import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { openFiles } from './source.ts'

/** Files that are dropped anywhere on the page are opened; while they are over it, it says so. */
export function Drop(): VNode | null {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    const on = (name: 'dragover' | 'dragleave' | 'drop', then: (event: DragEvent) => void): void =>
      addEventListener(name, then, { signal: stop.signal })
    on('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setOver(true)
    })
    on('dragleave', (event) => event.relatedTarget === null && setOver(false))
    on('drop', (event) => {
      setOver(false)
      if (!event.dataTransfer?.files.length) return
      event.preventDefault()
      void openFiles([...event.dataTransfer.files])
    })
    return () => stop.abort()
  }, [])
  return isOver ? <div class="drop">Drop recordings to open them</div> : null
}
