import { useEffect } from 'react'

/** How often each component was rendered and committed. */
export const renders: Record<string, number> = {}

export function useRenders(name: string): void {
  useEffect(() => {
    renders[name] = (renders[name] ?? 0) + 1
  })
}
