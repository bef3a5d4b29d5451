import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { FunctionRow } from '../../questions.ts'
import { selectorOf } from '../parts/open.ts'
import type { Steering } from './steering.ts'

/** Switches the next calls of a function on and off, where the programs that are recorded can be told. */
export function Switch({ row, steering }: { row: FunctionRow; steering: Steering }): JSX.Element {
  const [failure, setFailure] = useState<string>()
  const isOn = steering.isOn(row.file, row.id.slice(row.id.indexOf('#') + 1))
  const flip = async (): Promise<void> => {
    try {
      setFailure(undefined)
      await steering.change(isOn ? { off: selectorOf(row) } : { on: selectorOf(row) })
    } catch (error) {
      setFailure((error as Error).message)
    }
  }
  return (
    <button
      type="button"
      role="switch"
      class="toggle"
      aria-checked={isOn}
      aria-label={`Record ${row.name}`}
      title={failure ?? (isOn ? `Record no more calls of ${row.name}` : `Record calls of ${row.name}`)}
      aria-invalid={failure ? true : undefined}
      disabled={!steering.canSteer}
      onClick={() => void flip()}
    />
  )
}
