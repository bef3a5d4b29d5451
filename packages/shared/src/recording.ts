/** Environment variable with the folder into which processes record. */
export const RECORD_VARIABLE = 'SPOOR_RECORD'

/** Environment variable with what they record and how, as JSON. */
export const RECORD_OPTIONS_VARIABLE = 'SPOOR_RECORD_OPTIONS'

/** Environment variable with the id of the stream of the process, or thread, that started this one. */
export const STREAM_VARIABLE = 'SPOOR_STREAM'

/** Environment variable with the file in which processes note what they traced: how the command tells why nothing was recorded. */
export const NOTES_VARIABLE = 'SPOOR_NOTES'

/** What a Node process had to trace, one line each. */
export interface ProcessNote {
  pid: number
  /** Functions that were loaded with probes. */
  sites: number
  root: string
  include: readonly string[]
}
