/**
 * @typedef {object} Program
 * @property {string} name of its file in `programs/`
 * @property {string[]} packages whose every function is instrumented
 * @property {string} does what a run is
 */

/** @type {Program[]} */
export const PROGRAMS = [
  { name: 'acorn', packages: ['acorn'], does: 'parses 53 kB' },
  { name: 'babel-parser', packages: ['@babel/parser'], does: 'parses 53 kB' },
  { name: 'typescript', packages: ['typescript'], does: 'compiles a module' },
  { name: 'terser', packages: ['terser', 'acorn', '@jridgewell/*'], does: 'minifies 53 kB' },
  { name: 'postcss', packages: ['postcss'], does: 'parses, changes and prints 44 kB of CSS' },
  { name: 'markdown-it', packages: ['markdown-it', 'linkify-it', 'mdurl', 'entities', 'uc.micro'], does: 'renders 60 kB' },
  { name: 'react-dom', packages: ['react', 'react-dom'], does: 'renders a table of 300 rows to text' },
  { name: 'rxjs', packages: ['rxjs'], does: 'runs five pipelines' },
  { name: 'mobx', packages: ['mobx'], does: 'updates a graph of computed values' },
  { name: 'immer', packages: ['immer'], does: 'makes 152 versions of a state' },
  { name: 'zod', packages: ['zod'], does: 'checks 60 orders' },
  { name: 'hono', packages: ['hono'], does: 'answers 41 requests' },
  { name: 'lodash', packages: ['lodash-es'], does: 'groups, sorts, clones and merges 200 records' },
  { name: 'three', packages: ['three'], does: 'moves a scene and shoots rays at it' },
]
