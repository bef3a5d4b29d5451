import { bump, count, fail } from './actions'
import { Button } from './button'
import { label } from './label'

async function Stock({ name }: { name: string }) {
  await null
  return <p id="stock">{label(name, await count())}</p>
}

/** A server component, whose actions close over its variables. */
export function Root() {
  const step = 2
  const tags = ['a', 'b']
  async function addStep(extra: number) {
    'use server'
    return bump(step + extra + tags.length)
  }
  return (
    <html>
      <head>
        <title>rsc</title>
        <link rel="icon" href="data:," />
      </head>
      <body>
        <Stock name="lamps" />
        <Button id="step" act={addStep} argument={10} />
        <Button
          id="arrow"
          act={async (extra: number) => {
            'use server'
            const doubled = [extra].map((one) => one * step)
            return bump(doubled[0] ?? 0)
          }}
          argument={5}
        />
        <Button id="file" act={bump} argument={1} />
        <Button id="fail" act={fail} argument={0} />
      </body>
    </html>
  )
}
