import type { JSX } from 'preact'
import type { EventDetails } from '../../questions.ts'
import { Duration } from './duration.tsx'

/** A request as each of its sides saw it. */
export function DetailsRequest({ row, client, server }: EventDetails): JSX.Element | null {
  if (!client && !server) return null
  const sides = [client, server].flatMap((side) => side ?? [])
  return (
    <section>
      <h4>{sides.length > 1 ? 'Both sides' : client ? 'Sent' : 'Answered'}</h4>
      <table class="sides">
        <thead>
          <tr>
            <td />
            {sides.map(({ side }) => (
              <th key={side} scope="col">
                {side === 'client' ? 'Sent' : 'Answered'}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Took</th>
            {sides.map(({ side, start, end }) => (
              <td key={side}>
                <Duration ms={end === undefined ? undefined : end - start} />
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">Status</th>
            {sides.map(({ side, status, error }) => (
              <td key={side}>{status ?? error ?? 'none yet'}</td>
            ))}
          </tr>
          <tr>
            <th scope="row">Address</th>
            {sides.map(({ side, url }) => (
              <td key={side} class="address">
                {url}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      {row.request?.under !== undefined && (
        <p>
          On the way: <Duration ms={row.request.under} /> <span class="quiet">from sending it until the server began</span>
        </p>
      )}
    </section>
  )
}
