import { suite } from './suite.ts'

suite('esbuild')
