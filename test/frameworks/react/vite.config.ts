import babel from '@rolldown/plugin-babel'
import react, { reactCompilerPreset } from '@vitejs/plugin-react'
import spoor from 'spoor/vite'
import type { SpoorOptions } from 'spoor'
import { defineConfig } from 'vite'
import type { PluginOption } from 'vite'
import viteBabel from 'vite-plugin-babel'

// What Vite bundles beforehand goes to a folder that is not in `node_modules` here.
const exclude = /node_modules|\/deps\//
const typescript = { parserOpts: { plugins: ['typescript' as const, 'jsx' as const] } }

/** The ways in which React gets into a project, with its compiler and without. */
const ways: Record<string, () => PluginOption[]> = {
  'no compiler': () => [react()],
  // Babel runs, for something else.
  babel: () => [react(), viteBabel({ include: /\.tsx$/, exclude, babelConfig: typescript })],
  'native compiler': () => [react({ compiler: true })],
  'preset for @rolldown/plugin-babel': () => [react(), babel({ exclude, presets: [reactCompilerPreset()] })],
  '@rolldown/plugin-babel': () => [react(), babel({ exclude, plugins: ['babel-plugin-react-compiler'] })],
  'vite-plugin-babel': () => [
    react(),
    viteBabel({ include: /\.tsx?$/, exclude, babelConfig: { ...typescript, plugins: ['babel-plugin-react-compiler'] } }),
  ],
}

const { BARE, REACT_WAY = 'no compiler', SPOOR_LAST, SPOOR_OPTIONS = '{}' } = process.env
const options = JSON.parse(SPOOR_OPTIONS) as SpoorOptions
const spoors = BARE ? [] : spoor({ console: false, ...options })
const others = ways[REACT_WAY]!()

export default defineConfig({
  plugins: SPOOR_LAST ? [...others, spoors] : [spoors, ...others],
  // Names of functions stay comparable.
  build: { minify: false },
  optimizeDeps: { include: ['react', 'react-dom/client', 'react/jsx-dev-runtime', 'react/jsx-runtime', 'react/compiler-runtime'] },
})
