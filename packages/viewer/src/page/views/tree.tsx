import '../style/views.css'
import '../style/tree.css'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Engine, Ref } from '../../questions.ts'
import { engine } from '../engine.ts'
import { paced } from '../parts/pace.ts'
import { Table } from '../parts/table.tsx'
import { route, scope } from '../routes.ts'
import { select, selected } from '../selection.ts'
import { Branches } from './branches.ts'
import type { AskChildren } from './branches.ts'
import { Roots } from './roots.tsx'
import { TreeBar } from './tree-bar.tsx'
import { TREE_COLUMNS, toneOf } from './tree-columns.tsx'

/** Who called whom: of everything, or below one event. */
export function TreeView(): JSX.Element {
  const [hasRoots, showRoots] = useState(() => matchMedia('(min-width: 900px)').matches)
  const { branches, choose, reveal } = useBranches(route.value.root)
  return (
    <div class="split tree-view">
      {hasRoots && <Roots />}
      <section class="split-main" aria-label="Call tree">
        <TreeBar branches={branches} hasRoots={hasRoots} showRoots={showRoots} />
        <Table
          label="Call tree"
          columns={TREE_COLUMNS}
          rows={branches}
          tree={branches}
          keyOf={(row) => row.ref}
          selected={selected.value}
          onSelect={(row) => choose(row.ref)}
          onOpen={(row, index) => branches.toggle(row, index)}
          tone={toneOf}
          reveal={reveal}
          empty={
            scope.value.filter
              ? 'No call matches the filter. Clear it, or write another.'
              : 'Nothing was called in this part of the recording.'
          }
        />
      </section>
    </div>
  )
}

interface Shown {
  branches: Branches
  /** Selects what is in sight already. */
  choose(ref: Ref): void
  /** What was chosen elsewhere, to be brought into sight. */
  reveal: { index: number } | undefined
}

function useBranches(root: Ref | undefined): Shown {
  const current = engine.value
  const branches = useMemo(() => new Branches(), [current])
  const query = JSON.stringify([root, scope.value])
  if (current) branches.update(askOf(current, root), query, paced.value)
  const [reveal, setReveal] = useState<{ index: number }>()
  const ref = selected.value
  const chosen = useRef('')
  useEffect(() => {
    let isOver = false
    const isOwn = chosen.current === `${ref} ${query}`
    // Keys may go on from there before this runs, and while it does.
    const isLatest = (): boolean => !isOver && selected.peek() === ref
    if (isLatest()) chosen.current = ''
    const show = async (): Promise<void> => {
      if (root !== undefined) await branches.openFirst()
      if (!current || ref === undefined || isOwn || !isLatest()) return
      const index = await indexOf(current, branches, ref, root)
      if (index >= 0 && isLatest()) setReveal({ index })
    }
    void show()
    return () => void (isOver = true)
  }, [branches, query, ref])
  const choose = (row: Ref): void => {
    chosen.current = `${row} ${query}`
    select(row)
  }
  return { branches, choose, reveal }
}

const askOf =
  (engine: Engine, root: Ref | undefined): AskChildren =>
  async (of, offset, limit) => {
    if (of !== null || root === undefined) return engine.ask('children', { ...scope.peek(), of, offset, limit })
    const { rows } = await engine.ask('path', { ref: root })
    return { rows: rows.slice(-1), total: 1 }
  }

/** Opens what is above an event, as far as it is below the root. */
async function indexOf(engine: Engine, branches: Branches, ref: Ref, root: Ref | undefined): Promise<number> {
  const seen = branches.find((row) => row.ref === ref)
  if (seen >= 0) return seen
  const { rows } = await engine.ask('path', { ref })
  const from = root === undefined ? 0 : rows.findIndex((row) => row.ref === root)
  return from < 0 ? -1 : branches.reveal(rows.slice(from))
}
