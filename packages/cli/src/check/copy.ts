import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import type { Deed } from '@spoor/shared'
import { compileSelectors } from '@spoor/shared'
import { passFile } from './pass.ts'
import type { Ground, Probes, Selection } from './ground.ts'

/** The module that instrumented files of a copy import their probes from. */
const PROBES_PACKAGE = 'spoor-check-probes'

/** Texts of the runtime, whole in one file, as ES module and CommonJS. */
export interface RuntimeFiles {
  esm: string
  cjs: string
}

/**
 * The tests run in a copy of the project, whose files are rewritten before each run. For what does not go through Node's loaders:
 * tests that are bundled, or run in browsers, and runners with loaders of their own.
 */
export function copyGround(options: { root: string; cwd: string; folder: string; runtime: RuntimeFiles }): Ground {
  const { root, cwd, folder, runtime } = options
  const copy = join(realpathSync(folder), 'project')
  const scripts = copyTree({ root, copy }, '')
  linkAbove(dirname(root), join(folder, 'node_modules'))
  addRuntime(join(copy, 'node_modules', PROBES_PACKAGE), runtime)
  const changed = new Set<string>()
  const restore = (): void => {
    for (const file of changed) copyFileSync(join(root, file), join(copy, file))
    changed.clear()
  }
  const rewrite = (selection: Selection, probes: Probes): Deed[] => {
    restore()
    return scripts.filter(wanting(selection)).flatMap((file) => rewriteFile({ root, copy, file, selection, probes, changed }) ?? [])
  }
  return {
    cwd: join(copy, relative(root, cwd)),
    bare() {
      restore()
      return { env: { ...process.env }, deeds: () => [] }
    },
    instrumented(selection, probes) {
      const deeds = rewrite(selection, probes)
      return { env: { ...process.env }, deeds: () => deeds }
    },
    original: (path) => readFileSync(join(root, path), 'utf8'),
  }
}

interface Rewriting {
  root: string
  copy: string
  file: string
  selection: Selection
  probes: Probes
  changed: Set<string>
}

function rewriteFile({ root, copy, file, selection, probes, changed }: Rewriting): Deed | undefined {
  const code = readFileSync(join(root, file), 'utf8')
  const runtime = probes === 'absent' ? false : PROBES_PACKAGE
  const { text, deed } = passFile(code, join(root, file), {
    root,
    ...selection,
    runtime,
    state: probes === 'on' ? 'on' : 'idle',
    ambiguousAs: 'commonjs',
  })
  if (text !== undefined) {
    writeFileSync(join(copy, file), text)
    changed.add(file)
  }
  return deed
}

/** Whether any function of a file could be selected. */
function wanting({ include, exclude }: Selection): (file: string) => boolean {
  const [included, excluded] = [compileSelectors(include), compileSelectors(exclude)]
  // No function is called so: only a selector of whole files, or of every name, excludes it.
  return (file) => included.file(file) && !excluded.function(file, '\0')?.selected
}

const SCRIPT = /\.(?:[cm]?[jt]s|[jt]sx)$/

interface Trees {
  root: string
  copy: string
}

/** Copies a folder with everything but `.git`, and links for what is in `node_modules`. @returns the scripts in it, as paths from the root */
function copyTree(trees: Trees, folder: string): string[] {
  const { root, copy } = trees
  mkdirSync(join(copy, folder), { recursive: true })
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    const [source, target] = [join(root, path), join(copy, path)]
    if (entry.name === '.git' || (!entry.isDirectory() && !entry.isSymbolicLink() && !entry.isFile())) return []
    if (entry.name === 'node_modules') linkModules(trees, path)
    else if (entry.isDirectory()) return copyTree(trees, path)
    else if (entry.isSymbolicLink()) symlinkSync(moved(trees, source), target)
    else cpSync(source, target, { preserveTimestamps: true })
    return entry.isFile() && SCRIPT.test(path) ? [path] : []
  })
}

/** A link for each package, so that those that are part of the project lead into the copy. Caches of tools begin anew. */
function linkModules(trees: Trees, folder: string): void {
  mkdirSync(join(trees.copy, folder), { recursive: true })
  for (const name of readdirSync(join(trees.root, folder))) {
    const path = posix.join(folder, name)
    if (name.startsWith('@')) linkModules(trees, path)
    else if (!name.startsWith('.') || NO_CACHES.has(name)) symlinkSync(moved(trees, join(trees.root, path)), join(trees.copy, path))
  }
}

/** What a folder above the project offers to it: nearer folders go before farther ones. */
function linkAbove(from: string, to: string): void {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const path of packagesIn(join(folder, 'node_modules'))) {
      const target = join(to, path)
      mkdirSync(dirname(target), { recursive: true })
      if (!existsSync(target)) symlinkSync(join(folder, 'node_modules', path), target)
    }
    if (folder === dirname(folder)) return
  }
}

const packagesIn = (modules: string): string[] =>
  existsSync(modules)
    ? readdirSync(modules).flatMap((name) =>
        name.startsWith('@')
          ? readdirSync(join(modules, name)).map((one) => join(name, one))
          : NO_CACHES.has(name) || !name.startsWith('.')
            ? [name]
            : [],
      )
    : []

const NO_CACHES = new Set(['.bin', '.pnpm', '.store'])

/** Where a link leads: into the copy, where it is a part of the project and no dependency. */
function moved({ root, copy }: Trees, path: string): string {
  const real = realOr(path)
  const inside = relative(realpathSync(root), real)
  const isOwn = inside && !inside.startsWith('..') && !inside.split(sep).includes('node_modules')
  return isOwn ? join(copy, inside) : real
}

/** A link that leads nowhere stays one. */
function realOr(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function addRuntime(folder: string, { esm, cjs }: RuntimeFiles): void {
  mkdirSync(folder, { recursive: true })
  const exports = { '.': { import: './probes.js', default: './probes.cjs' } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: PROBES_PACKAGE, version: '0.0.0', type: 'module', exports }))
  copyFileSync(esm, join(folder, 'probes.js'))
  copyFileSync(cjs, join(folder, 'probes.cjs'))
}
