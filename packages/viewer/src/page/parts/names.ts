import type { Row } from '../../questions.ts'

/** Without this machine's own origin, which says nothing. */
export const shortUrl = (url: string): string => url.replace(/^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?=\/)/, '')

/** What a row is called where there is little room. */
export const nameOf = ({ name, request }: Pick<Row, 'name' | 'request'>): string =>
  request ? `${request.method} ${shortUrl(request.url)}` : name
