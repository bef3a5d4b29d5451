import { suite } from './suite.ts'

suite('vite7')
