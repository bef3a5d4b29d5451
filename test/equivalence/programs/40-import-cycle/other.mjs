import { hoisted, hoistedGenerator } from '../40-import-cycle.mjs'
export const early = [hoisted(1), ...hoistedGenerator()]
export const seen = () => hoisted(2)
