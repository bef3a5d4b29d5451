export type { FunctionKind, Outcome, Snapshot, SnapshotObject } from '@spoor/shared'
export { decodeLine } from './decode.ts'
export type { DecodedLine, FaultLine, UnknownLine } from './decode.ts'
export { encodeLine, FORMAT, roundTime } from './format.ts'
export type {
  CallLine,
  DropLine,
  DropReason,
  EndLine,
  HeaderLine,
  LearnLine,
  MarkLine,
  RequestLine,
  SiteLine,
  TraceLine,
} from './format.ts'
export { chrome, csv, devtools, json, speedscope } from './export/index.ts'
export type { PlainEvent } from './export/json.ts'
export type { TraceEvent } from './export/chrome.ts'
export type { Recording, Selection } from './export/survey.ts'
