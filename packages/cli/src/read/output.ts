import { stripVTControlCharacters } from 'node:util'

/** What a program printed, without what differs from run to run: colours, progress that overwrote itself, durations, process ids, addresses. */
export function withoutNoise(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/[^\n]*\r(?!\n)/g, '')
    .replaceAll(/\d+(?:\.\d+)?\s?(?:ms|milliseconds?|µs|us|ns|s|sec|seconds?|minutes?)\b/g, '<time>')
    .replaceAll(/\b\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\b/g, '<time>')
    .replaceAll(/\b0x[\da-f]+\b/gi, '<address>')
    .replaceAll(/\(node:\d+\)/g, '(node)')
}
