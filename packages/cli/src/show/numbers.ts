/** Three digits that matter, in milliseconds, or from ten seconds on in seconds: `0.02 ms`, `12.3 ms`, `1,234 ms`, `12.3 s`. */
export function duration(ms: number): string {
  if (ms >= 600_000) return `${count(Math.round(ms / 60_000))} min`
  if (ms >= 9_999.5) return `${digits(ms / 1000)} s`
  return `${digits(ms)} ms`
}

function digits(number: number): string {
  if (number === 0) return '0'
  if (number < 0.005) return '<0.01'
  return number < 9.995 ? number.toFixed(2) : number < 99.95 ? number.toFixed(1) : count(Math.round(number))
}

/** `1,234,567` */
export const count = (number: number): string => String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ',')

/** `1 call`, `1,234 calls` */
export const counted = (number: number, one: string, several: string = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : several}`

/** `34 %`, `<1 %`; '' of nothing. */
export function share(part: number, whole: number): string {
  if (!(whole > 0) || !(part > 0)) return ''
  const percent = (part / whole) * 100
  return percent < 1 ? '<1 %' : `${Math.round(percent)} %`
}
