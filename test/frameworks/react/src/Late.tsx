import { use } from 'react'

let answer: string | undefined
let asking: Promise<void> | undefined

/** As data libraries had it before `use`: throws a promise until the value is there. */
function read(): string {
  if (answer) return answer
  asking ??= new Promise((resolve) => setTimeout(resolve, 30)).then(() => void (answer = 'late'))
  throw asking
}

const later = new Promise<string>((resolve) => setTimeout(() => resolve('used'), 30))

function Read() {
  return <em>{read()}</em>
}

function Used() {
  return <em>{use(later)}</em>
}

export default function Late() {
  return (
    <p>
      <Read /> <Used />
    </p>
  )
}
