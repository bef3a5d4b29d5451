import { createSignal } from 'solid-js'

export function Title() {
  return <h1>Notes</h1>
}

/** Stands behind a component that is edited, and keeps its own state. */
export function Note() {
  const [times, setTimes] = createSignal(0)
  const more = () => setTimes(times() + 1)
  return (
    <button id="note" onClick={more}>
      noted {times()}
    </button>
  )
}
