import type { VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { BOX_FLAGS } from '../../questions.ts'
import type { Row } from '../../questions.ts'
import { useAnswer } from '../engine.ts'
import { nameOf } from '../parts/names.ts'
import { duration } from '../words.ts'
import { pointed } from './input.ts'
import type { Found } from './rows.ts'
import { names } from './names.ts'

/** What is under the pointer: at once its name and how long it took, then what is known of its values. */
export function Tip(): VNode | null {
  const at = pointed.value
  const box = useRef<HTMLDivElement>(null)
  const { answer, query } = useAnswer('path', at ? { ref: at.found.ref } : null)
  useLayoutEffect(() => {
    if (at && box.current) place(box.current, at.x, at.y)
  })
  if (!at) return null
  const { found } = at
  // The sides of a request are one event.
  const row = query?.ref === found.ref ? answer?.rows.at(-1) : undefined
  const isMerged = (found.flags & BOX_FLAGS.MERGED) > 0
  const isRunning = found.flags & BOX_FLAGS.RUNNING
  return (
    <div ref={box} class="tip" aria-hidden="true">
      <div class="tip-head">
        <b>{found.label ?? (found.kind === 'request' ? row && nameOf(row) : names.nameOf(found.fn))}</b>
        <span>{isRunning ? `running for ${duration(found.to - found.from)}` : duration(took(found, row))}</span>
      </div>
      {isMerged && found.kind === 'call' && <div class="muted">and others beside it, narrower than a pixel</div>}
      {isMerged && found.label && row && <div>one of them: {nameOf(row)}</div>}
      {row && <Known row={row} />}
    </div>
  )
}

/** Each side of a request has a duration of its own. */
const took = ({ kind, from, to }: Found, row: Row | undefined): number => (kind === 'request' ? to - from : (row?.duration ?? to - from))

const SIDES = { client: 'sent from here', server: 'answered here', both: 'both sides recorded' } as const

function Known({ row }: { row: Row }): VNode {
  return (
    <>
      {row.file && (
        <div class="muted">
          {row.file}:{row.line}
        </div>
      )}
      {row.request && (
        <div class={row.failed ? 'bad' : 'muted'}>
          {row.request.status ?? (row.duration === undefined ? 'no answer yet' : 'no answer')} · {SIDES[row.request.side]}
          {row.request.under !== undefined && <> · {duration(row.request.under)} on the way</>}
        </div>
      )}
      {row.args.length > 0 && <div class="mono tip-values">({row.args.join(', ')})</div>}
      {row.value !== undefined && <div class="mono tip-values">→ {row.value}</div>}
      {row.error !== undefined && <div class="mono tip-values bad">✕ {row.error}</div>}
      <div class="muted">
        at {duration(row.at)}
        {row.self !== undefined && row.children > 0 && <> · {duration(row.self)} in itself</>}
        {row.waited > 0 && <> · {duration(row.waited)} waiting</>}
      </div>
    </>
  )
}

/** Beside the pointer, where there is room. */
function place(box: HTMLElement, x: number, y: number): void {
  const { offsetWidth: width, offsetHeight: height } = box
  const room = box.parentElement!
  const left = x + 14 + width > room.clientWidth ? Math.max(4, x - width - 10) : x + 14
  const top = y + 18 + height > room.clientHeight ? Math.max(4, y - height - 10) : y + 18
  box.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
}
