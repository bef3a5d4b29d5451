import spoor from 'spoor/vite'
import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [process.env['BARE'] ? [] : spoor({ console: false }), solid({ ssr: true, solid: isSsrBuild ? { generate: 'ssr' } : {} })],
}))
