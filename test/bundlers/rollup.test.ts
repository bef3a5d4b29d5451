import { suite } from './suite.ts'

suite('rollup')
