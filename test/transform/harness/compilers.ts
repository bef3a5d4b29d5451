import { transformSync } from 'esbuild'
import ts from 'typescript'

export interface Compiler {
  by: string
  compile?: (code: string, file: string) => string
}

const nothing: Compiler = { by: 'nobody' }

/** What turns a file into what the platform runs, if it needs that; lines are kept where the tool can. */
export function compilers(file: string): Compiler[] {
  if (!/\.tsx?$/.test(file)) return [nothing]
  return [esbuild('es2022'), esbuild('es2020'), typescript(ts.ScriptTarget.ES2022), typescript(ts.ScriptTarget.ES2020)]
}

/** TypeScript's decorators, or the language's own. */
const isStandard = (file: string): boolean => file.includes('.standard.')

const esbuild = (target: string): Compiler => ({
  by: `esbuild, ${target}`,
  compile: (code, file) =>
    transformSync(code, {
      loader: file.endsWith('x') ? 'tsx' : 'ts',
      format: 'cjs',
      target,
      tsconfigRaw: { compilerOptions: { experimentalDecorators: !isStandard(file) } },
    }).code,
})

const typescript = (target: ts.ScriptTarget): Compiler => ({
  by: `typescript, ${ts.ScriptTarget[target]}`,
  compile: (code, fileName) => {
    const compilerOptions = {
      module: ts.ModuleKind.CommonJS,
      target,
      experimentalDecorators: !isStandard(fileName),
      jsx: ts.JsxEmit.React,
      useDefineForClassFields: true,
    }
    return ts.transpileModule(code, { fileName, compilerOptions }).outputText
  },
})
