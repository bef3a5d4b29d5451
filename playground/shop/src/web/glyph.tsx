/** Line drawings of what the shop sells, in a square of 48. */
const strokes: Record<string, string> = {
  boots: 'M15 8v18c0 3-3 4-3 8v4h24v-5c0-4-6-4-9-7V8zM12 35h24M27 14h-5M27 19h-5M28 25l-4 2',
  lamp: 'M18 12h12l3 5v18H15V17zM13 39h22M18 12a6 6 0 0 1 12 0M24 22c4 4 3 8 0 8s-4-4 0-8z',
  map: 'M8 13l10-4 12 4 10-4v26l-10 4-12-4-10 4zM18 9v26M30 13v26M22 20l4 4M26 20l-4 4',
  compass: 'M24 8a16 16 0 1 1 0 32 16 16 0 0 1 0-32zM30 18l-4 9-8 4 4-9zM24 8v3M24 37v3M8 24h3M37 24h3',
  tent: 'M24 10 6 38h36zM24 10v10M24 20l-7 18M24 20l7 18M24 10l-3-4M24 10l3-4',
  flask: 'M19 8h10v5H19zM17 17c0-2 2-2 2-4h10c0 2 2 2 2 4v21a2 2 0 0 1-2 2H19a2 2 0 0 1-2-2zM17 22h14M17 32h14',
  rope: 'M24 10c8 0 12 4 12 9s-4 9-12 9-12-4-12-9 4-9 12-9zM12 19v9c0 5 4 9 12 9s12-4 12-9v-9M24 15c4 0 6 2 6 4s-2 4-6 4-6-2-6-4 2-4 6-4zM12 24c0 5 4 9 12 9s12-4 12-9',
  notebook: 'M14 8h20v32H14zM19 8v32M11 14h5M11 20h5M11 26h5M11 32h5M24 16h6M24 21h6',
  glass: 'M10 34l3-18h7v18zM38 34l-3-18h-7v18zM20 20h8M20 27h8M14 16v-4h5v4M34 16v-4h-5v4M10 34h10v4H10zM28 34h10v4H28z',
  axe: 'M31 8 15 40M27 12c-6-4-13-2-17 3 6-2 11-1 14 2M28 13c4-1 7 0 10 3M16 37l-3-1',
  hood: 'M18 9c3-3 9-3 12 0l10 8-4 7-5-3v19H17V21l-5 3-4-7zM18 9c0 5 3 8 6 8s6-3 6-8M24 17v23M20 30h0M28 30h0',
  socks: 'M14 8h9v17l-8 10a5 5 0 0 1-8-6l7-8zM14 13h9M28 8h9v17l-8 10a5 5 0 0 1-8-6M28 8v15M28 13h9',
}

export function Glyph({ sku }: { sku: string }) {
  return (
    <svg class="glyph" viewBox="0 0 48 48" aria-hidden="true">
      <path d={strokes[sku] ?? 'M10 10h28v28H10z'} />
    </svg>
  )
}
