export type { FunctionKind, Outcome, Snapshot, SnapshotObject } from '@spoor/shared'
export { decodeLine, isBeginning } from './decode.ts'
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
export { chrome, csv, devtools, json, markdown, mermaid, ofRequest, speedscope, tokensOf } from './export/index.ts'
export type { MarkdownOptions, MermaidOptions } from './export/index.ts'
export type { PlainEvent } from './export/json.ts'
export type { TraceEvent } from './export/chrome.ts'
export { pairUp } from './skeleton/pair.ts'
export type { Half } from './skeleton/pair.ts'
export type { Recording, Selection } from './skeleton/survey.ts'
export { newerMajor, notATrace, TraceError } from './read/errors.ts'
export type { TraceErrorCode } from './read/errors.ts'
export { CutShort, readTrace, Trace } from './read/read.ts'
export type { Chunks, Fault, Notes, Source } from './read/read.ts'
export { Sites, unknownSite } from './read/sites.ts'
export { summarise } from './analyse/summarise.ts'
export type { SummariseOptions } from './analyse/summarise.ts'
export type * from './analyse/summary.ts'
export { whatGave } from './analyse/errors.ts'
export type { Given } from './analyse/errors.ts'
export { diff } from './analyse/diff.ts'
export type { FunctionChange, OutcomeChange, SummaryDiff } from './analyse/diff.ts'
export { compareClocks, merge } from './merge/merge.ts'
export { Clocks } from './merge/clocks.ts'
export type { ClockCorrection } from './merge/clocks.ts'
export { treeOf } from './tree/tree.ts'
export type { CallNode, MarkNode, RequestNode, Tree, TreeNode, TreeOptions } from './tree/tree.ts'
export { createRecorder, RECORD_LIMITS } from './write/index.ts'
export type { Recorder, RecorderOptions, RecordLimits } from './write/index.ts'
