import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { sourceOf } from '../server.ts'
import { counted } from '../words.ts'
import { lastLineOf } from './last-line.ts'

interface Props {
  file: string
  line: number
  column: number
  name: string
}

/** Lines around the function that are shown at first. */
const AROUND = 3
/** Lines of a long function that are shown at first. */
const MOST = 400

/** The author's text of a function, as the file is now. */
export function Source({ file, line, column, name }: Props): JSX.Element | null {
  const { text, failure } = useText(file)
  const [isWhole, setWhole] = useState(false)
  if (!file) return null
  return (
    <section aria-label="Source">
      <div class="heading">
        <h3>Source</h3>
        {text !== undefined && (
          <button type="button" class="button" aria-pressed={isWhole} onClick={() => setWhole(!isWhole)}>
            Whole file
          </button>
        )}
      </div>
      {text === undefined ? (
        <p class="muted">{failure ?? 'Reading…'}</p>
      ) : (
        <Lines lines={text.split(/\r\n?|\n/)} first={line} last={lastLineOf(text, line, column)} isWhole={isWhole} name={name} />
      )}
    </section>
  )
}

function useText(file: string): { text?: string; failure?: string } {
  const [state, setState] = useState<{ text?: string; failure?: string }>({})
  useEffect(() => {
    let isOver = false
    setState({})
    if (!file) return
    sourceOf(file).then(
      (text) => isOver || setState({ text }),
      (error: Error) => isOver || setState({ failure: `The source cannot be shown here. ${error.message}` }),
    )
    return () => void (isOver = true)
  }, [file])
  return state
}

interface LinesProps {
  lines: string[]
  /** Of the function, from 1. */
  first: number
  last: number
  isWhole: boolean
  name: string
}

function Lines({ lines, first, last, isWhole, name }: LinesProps): JSX.Element {
  if (first > lines.length)
    return <p class="muted">The file has only {counted(lines.length, 'line')} now: it was changed since the recording.</p>
  const from = isWhole ? 1 : Math.max(1, first - AROUND)
  const to = isWhole ? lines.length : Math.min(lines.length, last + AROUND, first + MOST)
  return (
    <pre class="source" tabIndex={0} role="group" aria-label={`Source of ${name}, lines ${first} to ${last}`}>
      {lines.slice(from - 1, to).map((text, i) => {
        const line = from + i
        return (
          <span key={line} class={line >= first && line <= last ? 'source-line marked' : 'source-line'} data-line={line}>
            {text || ' '}
            {'\n'}
          </span>
        )
      })}
    </pre>
  )
}
