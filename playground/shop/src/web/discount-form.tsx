import { useState } from 'preact/hooks'

interface Props {
  current: string | undefined
  onCode(code: string): void
}

export function DiscountForm({ current, onCode }: Props) {
  const [code, setCode] = useState('')
  const submit = (event: Event): void => {
    event.preventDefault()
    onCode(code)
    setCode('')
  }
  return (
    <form class="discount" onSubmit={submit}>
      <input
        name="code"
        required
        placeholder="Discount code: try WINTER"
        aria-label="Discount code"
        value={code}
        onInput={(event) => setCode(event.currentTarget.value)}
      />
      <button>Apply</button>
      {current && <p>{current}</p>}
    </form>
  )
}
