import source from 'mobx/src/api/extendobservable.ts' with { type: 'text' }
import ts from 'typescript'
import { checksum } from './checksum.mjs'

const compilerOptions = { target: ts.ScriptTarget.ES2015, module: ts.ModuleKind.CommonJS }

export const run = () => ts.transpileModule(source, { fileName: 'extendobservable.ts', compilerOptions }).outputText

export const digest = checksum
