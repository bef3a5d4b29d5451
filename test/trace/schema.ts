import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'

const path = createRequire(import.meta.url).resolve('@spoor/trace/trace.schema.json')
export const schema = JSON.parse(readFileSync(path, 'utf8'))

/** Whether a line is one of the published schema; `errors` says what is wrong with the last one. */
export const validate: ValidateFunction = new Ajv({
  strict: true,
  strictTuples: false,
  strictRequired: false,
  strictTypes: false,
  allErrors: true,
}).compile(schema)

/** What is wrong with the lines of a recording; be it of a page, a worker or a process. */
export const faultsOf = (recording: string): string[] =>
  recording
    .split('\n')
    .slice(0, -1)
    .flatMap((text) => (validate(JSON.parse(text)) ? [] : [`${text}: ${JSON.stringify(validate.errors)}`]))
