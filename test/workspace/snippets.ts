import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { read, ROOT } from './files.ts'

/** What is wrong with the code, links, paths and commands in one Markdown file, each with its line; nothing is the answer wanted. */
export function faultsIn(path: string, text: string, scripts: string[]): string[] {
  const blocks = fences(text)
  const prose = blocks.reduce((rest, { lines, line }) => blank(rest, line, lines.length), text.split('\n'))
  const faults = [
    ...blocks.flatMap((block) => (block.language === 'sh' ? faultyCommands(block, scripts) : [])),
    ...faultyCode(blocks.filter(({ language }) => CODE.includes(language))),
    ...faultyPaths(path, prose, text),
  ]
  return faults.map(({ line, what }) => `${path}:${line}: ${what}`)
}

const CODE = ['js', 'jsx', 'ts', 'tsx', 'mjs', 'mts']

interface Block {
  language: string
  /** Line of its first line of content, counted from 1. */
  line: number
  lines: string[]
}

interface Fault {
  line: number
  what: string
}

function fences(text: string): Block[] {
  const blocks: Block[] = []
  let open: Block | undefined
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^\s*```(\w*)/.exec(line)
    if (open && fence) open = undefined
    else if (fence) blocks.push((open = { language: fence[1]!, line: index + 2, lines: [] }))
    else open?.lines.push(line)
  }
  return blocks
}

const blank = (lines: string[], from: number, count: number): string[] =>
  lines.map((line, index) => (index >= from - 1 && index < from - 1 + count ? '' : line))

function faultyCommands({ lines, line }: Block, scripts: string[]): Fault[] {
  return lines.flatMap((command, index) => {
    const script = /^\s*npx -y pnpm@\S+ ([\w:-]+)/.exec(command)?.[1]
    return script && !scripts.includes(script) ? [{ line: line + index, what: `\`pnpm ${script}\` is no script of package.json` }] : []
  })
}

/** Complaints of TypeScript that mean: what this block imports is not there. */
const IMPORT_FAULTS = new Set([1192, 2305, 2306, 2307, 2613, 2614, 2724])

/** Every block as a file of its own, which must parse and whose imports from Spoor must resolve to what they name. */
function faultyCode(blocks: Block[]): Fault[] {
  const files = new Map(blocks.flatMap(columns).map((block, index) => [join(ROOT, `test/workspace/snippet-${index}.tsx`), block]))
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    jsx: ts.JsxEmit.Preserve,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => files.has(name) || fileExists(name)
  host.getSourceFile = (name, language, ...rest) => {
    const block = files.get(name)
    return block ? ts.createSourceFile(name, block.lines.join('\n'), language, true) : getSourceFile(name, language, ...rest)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files].flatMap(([name, block]) => {
    const source = program.getSourceFile(name)
    const syntax = program.getSyntacticDiagnostics(source)
    const imports = program.getSemanticDiagnostics(source).filter(({ code, start }) => IMPORT_FAULTS.has(code) && isOurs(source!, start!))
    return [...syntax, ...imports].map(({ start, messageText }) => ({
      line: block.line + source!.getLineAndCharacterOfPosition(start ?? 0).line,
      what: ts.flattenDiagnosticMessageText(messageText, ' '),
    }))
  })
}

/** Whether the import statement around this place names a package of Spoor. */
function isOurs(source: ts.SourceFile, start: number): boolean {
  const statement = source.statements.find((one) => one.pos <= start && start < one.end)
  return /['"](@spoor\/|spoor['"/])/.test(statement?.getText() ?? '')
}

/** A block whose first line has two comments side by side shows two programs: `// before      // after`. */
function columns(block: Block): Block[] {
  const right = /^\/\/.*\S\s{2,}(?=\/\/)/.exec(block.lines[0] ?? '')?.[0].length
  if (right === undefined) return [block]
  return [block.lines.map((line) => line.slice(0, right)), block.lines.map((line) => line.slice(right))].map((lines) => ({
    ...block,
    lines,
  }))
}

/** Links, pictures, and paths in code marks that begin with a folder of the workspace. */
function faultyPaths(path: string, prose: string[], text: string): Fault[] {
  return prose.flatMap((content, index) => {
    const links = [...content.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to!).filter((to) => !/^[a-z]+:/.test(to))
    const named = [...content.matchAll(/`((?:packages|playground|test|docs)\/[\w./@-]*)`/g)].map(([, to]) => `/${to}`)
    return [...links, ...named].flatMap((to) => {
      const what = faultyLink(path, to, text)
      return what ? [{ line: index + 1, what }] : []
    })
  })
}

function faultyLink(path: string, to: string, text: string): string | undefined {
  const [file = '', anchor] = to.split('#')
  const target = file === '' ? path : file.startsWith('/') ? file.slice(1) : join(dirname(path), file)
  if (file !== '' && !existsSync(join(ROOT, target))) return `\`${to.replace(/^\//, '')}\` does not exist`
  if (anchor === undefined) return undefined
  return headings(file === '' ? text : read(target)).includes(anchor) ? undefined : `\`${to}\` has no such heading`
}

const headings = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )
