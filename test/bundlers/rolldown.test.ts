import { suite } from './suite.ts'

suite('rolldown')
