export { isToken, refusal, TOKEN } from '@spoor/viewer/node'
export type { DoorRules } from '@spoor/viewer/node'
