import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Source {
  /** Path that ends like the real one. */
  id: string
  code: string
}

const root = join(import.meta.dirname, '../../..')
const store = join(root, 'node_modules/.pnpm')

/** Real code of many hands: written in TypeScript, compiled, bundled, CommonJS and modules. */
export const PACKAGES = {
  parser: ['@babel+parser@7', '@babel/parser/lib'],
  magicString: ['magic-string@1', 'magic-string/dist'],
  picomatch: ['picomatch@4', 'picomatch/lib'],
  acorn: ['acorn@', 'acorn/dist'],
  preact: ['preact@', 'preact/src'],
  rxjs: ['rxjs@', 'rxjs/src'],
  vite: ['vite@8', 'vite/dist/node'],
  webpack: ['webpack@5', 'webpack/lib'],
} as const

export type PackageName = keyof typeof PACKAGES

export function sourcesOf(...names: PackageName[]): Source[] {
  return names.flatMap((name) => {
    const [prefix, folder] = PACKAGES[name]
    const installed = readdirSync(store).find((entry) => entry.startsWith(prefix))
    if (!installed) throw new Error(`${prefix} is not installed`)
    return readSources(join(store, installed, 'node_modules', folder))
  })
}

/** Every script below a folder. */
function readSources(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[mc]?[jt]sx?$/.test(entry.name) && !/\.d\.[mc]?ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.slice(folder.length).includes('node_modules'))
    .sort()
    .map((id) => ({ id, code: readFileSync(id, 'utf8') }))
}

/** The programs, and Spoor's own sources. */
export const ownSources = (): Source[] => [
  ...readSources(join(root, 'test/equivalence/programs')),
  ...['shared', 'transform', 'runtime'].flatMap((room) => readSources(join(root, 'packages', room, 'src'))),
]
