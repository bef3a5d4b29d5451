import { signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { accessToFiles, openInEditor } from '../server.ts'
import { copyText } from './copy.tsx'

interface Props {
  file: string
  line: number
  column: number
  /** Only the file's own name is shown; the whole path is told to those who ask. */
  isShort?: boolean
}

/** Whether the server of this page opens editors; known once it was asked. */
export const canOpen: Signal<boolean> = signal(false)

void accessToFiles().then((access) => (canOpen.value = access?.canOpen === true))

/** A place in the author's source: opens it in the editor, and where no server can, copies it. */
export function Place({ file, line, column, isShort = false }: Props): JSX.Element | null {
  const [said, setSaid] = useState('')
  if (!file) return null
  const whole = line ? `${file}:${line}:${column}` : file
  const shown = isShort ? `${file.slice(file.lastIndexOf('/') + 1)}${line ? `:${line}` : ''}` : whole
  const does = canOpen.value ? `Open ${whole} in the editor` : `Copy ${whole}`
  return (
    <span class="place">
      <button type="button" title={does} aria-label={does} onClick={() => void visit({ file, line, column }, whole).then(setSaid)}>
        {shown}
      </button>
      <span role="status" class="place-said">
        {said}
      </span>
    </span>
  )
}

/** @returns what came of it, in words */
async function visit(place: { file: string; line: number; column: number }, text: string): Promise<string> {
  if (canOpen.value) {
    try {
      await openInEditor(place)
      return ''
    } catch (error) {
      return (error as Error).message
    }
  }
  return (await copyText(text)) ? 'copied' : text
}
