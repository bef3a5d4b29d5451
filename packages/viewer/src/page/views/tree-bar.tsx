import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { counted } from '../words.ts'
import { useAnswer } from '../engine.ts'
import { nameOf } from '../parts/names.ts'
import { change, route } from '../routes.ts'
import type { Branches } from './branches.ts'

interface Props {
  branches: Branches
  hasRoots: boolean
  showRoots: (isShown: boolean) => void
}

/** What the tree begins with, and what may be done with all of it. */
export function TreeBar({ branches, hasRoots, showRoots }: Props): JSX.Element {
  const [said, setSaid] = useState('')
  const openFailed = async (): Promise<void> => {
    const opened = await branches.openFailed()
    setSaid(opened ? `Opened ${counted(opened, 'row')}` : 'Nothing failed below these')
  }
  return (
    <div class="view-bar">
      <button type="button" class="button" aria-expanded={hasRoots} onClick={() => showRoots(!hasRoots)}>
        Trees
      </button>
      <RootName />
      <span role="status" class="muted push">
        {said}
      </span>
      <button type="button" class="button" onClick={() => void openFailed()}>
        Open what failed
      </button>
      <button type="button" class="button" onClick={() => branches.close()}>
        Close all
      </button>
    </div>
  )
}

function RootName(): JSX.Element {
  const { root } = route.value
  const { answer } = useAnswer('path', root === undefined ? null : { ref: root })
  if (root === undefined) return <strong class="root-name">Everything</strong>
  return (
    <>
      <strong class="root-name">{answer?.rows.length ? nameOf(answer.rows.at(-1)!) : ''}</strong>
      <button type="button" class="button" onClick={() => change({ root: undefined }, true)}>
        Show everything
      </button>
    </>
  )
}
