// Recorded text may hold what steers a terminal, ends a line, or turns the direction of text round.
const STEERS = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g
const STEERS_IN_JSON = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

/** Text of which nothing steers: each such character becomes one `�`. */
export const printable = (text: string): string => text.replace(STEERS, '�')

/** JSON of which nothing steers, and which means the same: what it leaves as it is becomes `\u009b`. */
export const printableJson = (json: string): string =>
  json.replace(STEERS_IN_JSON, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
