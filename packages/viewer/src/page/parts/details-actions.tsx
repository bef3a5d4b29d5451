import type { JSX } from 'preact'
import type { Row } from '../../questions.ts'
import { hrefOf } from '../routes.ts'
import { openFunction, openTree, showInTimeline, showInTree, zoomTo } from './open.ts'

/** Where to go on from an event. */
export function DetailsActions({ row }: { row: Row }): JSX.Element {
  return (
    <div class="event-actions" role="group" aria-label="Show">
      <button type="button" class="button" onClick={() => showInTree(row.ref)}>
        In tree
      </button>
      {row.children > 0 && (
        <a class="button" href={hrefOf('tree', { root: row.ref })} onClick={() => openTree(row.ref)}>
          Only what is below
        </a>
      )}
      <button type="button" class="button" onClick={() => showInTimeline(row.ref)}>
        In timeline
      </button>
      <button type="button" class="button" onClick={() => zoomTo(row)}>
        Zoom to it
      </button>
      {row.fn >= 0 && (
        <button type="button" class="button" onClick={() => void openFunction(row.fn)}>
          This function
        </button>
      )}
    </div>
  )
}
