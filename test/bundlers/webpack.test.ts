import { suite } from './suite.ts'

suite('webpack')
