import { suite } from './suite.ts'

suite('bun')
