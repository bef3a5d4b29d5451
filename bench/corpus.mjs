import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ROOT } from './build.mjs'

/**
 * @typedef {object} Source
 * @property {string} id path within the packages
 * @property {string} code
 */

/** Folders of modules as their authors or their compilers left them; versions stand in package.json. */
const FOLDERS = ['three/src', 'svelte/src/compiler', 'svelte/src/internal', 'lodash-es', 'hono/dist', 'rxjs/dist/esm']

/** Of the largest folder a part is enough. */
const LEFT_OUT = /three\/src\/(?:nodes|renderers|Three\.WebGPU)|hono\/dist\/cjs|lodash-es\/lodash\.default|\.test\.js$/

const packages = join(ROOT, 'bench/node_modules')

/** Hundreds of real modules, between four and five megabytes. @returns {Source[]} */
export const corpus = () => FOLDERS.flatMap(modulesBelow).filter(({ id }) => !LEFT_OUT.test(id))

/** @returns {Source[]} */
function modulesBelow(folder) {
  return readdirSync(join(packages, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.m?js$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(join(packages, folder), path).includes('node_modules'))
    .sort()
    .map((path) => ({ id: relative(packages, path), code: readFileSync(path, 'utf8') }))
}

/** One module of about so many bytes, made of bundles of real programs. @param {string[]} bundles scripts that set `program` */
export function moduleOf(bytes, bundles) {
  let text = ''
  for (let i = 0; text.length < bytes; i++) text += bundles[i % bundles.length].replace('var program =', `export const program${i} =`)
  return text
}
