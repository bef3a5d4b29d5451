import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ what, text }: { what: string; text: () => string }): JSX.Element {
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => setSaid(''), 2000)
    return () => clearTimeout(timer)
  }, [said])
  const copy = async (): Promise<void> => setSaid((await copyText(text())) ? 'Copied' : 'The browser does not allow it')
  return (
    <span class="copy">
      <button type="button" aria-label={`Copy ${what}`} title={`Copy ${what}`} onClick={() => void copy()}>
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          <path d="M4 4h6.5v6.5H4zM2 8H1.5V1.5H8V2" />
        </svg>
      </button>
      <span role="status">{said}</span>
    </span>
  )
}

/** Whether it went well: without a secure origin, or with no focus, browsers refuse. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyAsBefore(text)
  }
}

/** As it was done before there was `navigator.clipboard`, which pages without https do not have. */
function copyAsBefore(text: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'copy-field'
  const focused = document.activeElement as HTMLElement | null
  document.body.append(field)
  field.select()
  const isDone = document.execCommand('copy')
  field.remove()
  focused?.focus()
  return isDone
}
