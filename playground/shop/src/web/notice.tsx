import { ApiError } from './api.ts'

interface Props {
  error: Error
  onClose(): void
}

/** What went wrong, in words; a fault of the shop says so. */
export function Notice({ error, onClose }: Props) {
  const ours = !(error instanceof ApiError) || error.status >= 500
  return (
    <div class={ours ? 'notice fault' : 'notice'} role="alert">
      <div>
        <strong>{ours ? 'Something broke in the shop' : error.message}</strong>
        {ours && <code>{`${error.name}: ${error.message}`}</code>}
      </div>
      <button class="close" aria-label="Close" onClick={onClose}>
        ×
      </button>
    </div>
  )
}
