import type { JSX } from 'preact'
import { count } from '../words.ts'
import { classesFor, labelOf } from './classes.ts'
import type { Class } from './classes.ts'

/**
 * How long calls took: each row stands for durations up to twice as long as those of the row before.
 * @param clock steps of the clock, in milliseconds
 */
export function Histogram({ classes, clock }: { classes: readonly Class[]; clock: number }): JSX.Element | null {
  const most = Math.max(...classes.map((one) => one.count), 1)
  if (!classes.length) return null
  return (
    <section aria-label="Durations">
      <h3>Durations</h3>
      <table class="histogram">
        <thead class="unseen">
          <tr>
            <th scope="col">Took</th>
            <th scope="col">Share</th>
            <th scope="col">Calls</th>
          </tr>
        </thead>
        <tbody>
          {classesFor(classes, clock).map((one) => (
            <tr key={one.from}>
              <th scope="row">{labelOf(one, clock)}</th>
              <td aria-hidden="true">
                <Bar {...one} most={most} />
              </td>
              <td class="num">
                {one.failed > 0 && <span class="bad">{count(one.failed)} failed </span>}
                {count(one.count)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Bar({ count, failed, most }: Class & { most: number }): JSX.Element {
  return (
    <svg class="bar-of" viewBox="0 0 100 10" preserveAspectRatio="none" width="100%" height="10">
      <rect width={(count / most) * 100} height="10" />
      <rect class="failed" width={(failed / most) * 100} height="10" />
    </svg>
  )
}
