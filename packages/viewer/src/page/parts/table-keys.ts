/** What a key does in a table. */
export type Step = { to: number } | 'open' | 'expand' | 'collapse' | undefined

/**
 * @param page rows that are seen at once
 */
export function stepOf(event: KeyboardEvent, current: number, total: number, page: number): Step {
  if (event.altKey || event.metaKey) return undefined
  const to = (index: number): Step => ({ to: Math.min(Math.max(0, index), total - 1) })
  switch (event.key) {
    case 'ArrowDown':
      return to(current + 1)
    case 'ArrowUp':
      return to(current - 1)
    case 'PageDown':
      return to(current + page)
    case 'PageUp':
      return to(current - page)
    case 'Home':
      return to(0)
    case 'End':
      return to(total - 1)
    case 'Enter':
      return 'open'
    case 'ArrowRight':
      return 'expand'
    case 'ArrowLeft':
      return 'collapse'
    default:
      return undefined
  }
}
