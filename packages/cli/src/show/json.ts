import { printableJson } from '@spoor/shared'

/** Data for programs, which may be printed on a terminal too. */
export const asJson = (value: unknown): string => `${printableJson(JSON.stringify(value, undefined, 2))}\n`
