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
