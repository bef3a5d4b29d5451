/** `::1:8443` -> `[::1]:8443`, as Node does not write it. */
export const bracketed = (authority: string): string => authority.replace(/^([\da-f]*:[\da-f:.]*):(\d+)$/i, '[$1]:$2')

/** `https://localhost:8443`, which Node keeps to itself. */
export function originOfSession(session: object): { scheme: string | undefined; authority: string | undefined } {
  return { scheme: keptAs(session, 'protocol')?.replace(/:$/, ''), authority: keptAs(session, 'authority') }
}

/** Undici's own, whose requests are told of by undici. */
export const isOfUndici = (session: object): boolean =>
  Object.getOwnPropertySymbols(session).some(({ description }) => description === 'client')

function keptAs(session: object, name: string): string | undefined {
  const key = Object.getOwnPropertySymbols(session).find(({ description }) => description === name)
  const value = key && (session as Record<symbol, unknown>)[key]
  return typeof value === 'string' ? value : undefined
}
