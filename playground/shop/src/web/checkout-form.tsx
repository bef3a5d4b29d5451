import type { Country } from '../core/address.ts'
import type { CheckoutRequest } from '../core/checkout.ts'

interface Props {
  busy: boolean
  onBuy(request: CheckoutRequest): void
}

const countries = { DE: 'Germany', FR: 'France', NL: 'Netherlands', PT: 'Portugal' }

const cards = {
  '4242 4242 4242 4242': 'Card that pays',
  '4242 4242 4242 0003': 'Card that pays at the second try',
  '4000 0000 0000 0002': 'Card without funds',
}

export function CheckoutForm({ busy, onBuy }: Props) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    onBuy(readRequest(new FormData(event.currentTarget as HTMLFormElement)))
  }
  return (
    <form class="checkout" onSubmit={submit}>
      <Field name="name" label="Name" value="Ida Sommer" />
      <Field name="street" label="Street" value="Kastanienallee 7" />
      <Field name="postcode" label="Postcode" value="1067" />
      <Choice name="country" label="Country" options={countries} />
      <Choice name="card" label="Card" options={cards} />
      <button class="buy" disabled={busy}>
        {busy ? 'One moment…' : 'Buy'}
      </button>
    </form>
  )
}

function Field({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <label>
      <span>{label}</span>
      <input name={name} required defaultValue={value} />
    </label>
  )
}

function Choice({ name, label, options }: { name: string; label: string; options: Record<string, string> }) {
  return (
    <label class={name === 'card' ? 'wide' : ''}>
      <span>{label}</span>
      <select name={name}>
        {Object.entries(options).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

function readRequest(data: FormData): CheckoutRequest {
  const text = (name: string): string => String(data.get(name))
  const country = text('country') as Country
  return {
    address: { name: text('name'), street: text('street'), postcode: text('postcode'), country },
    card: text('card'),
  }
}
