import preact from '@preact/preset-vite'
import spoor from 'spoor/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [process.env['BARE'] ? [] : spoor({ console: false }), preact()],
  optimizeDeps: { include: ['preact', 'preact/hooks', 'preact/jsx-runtime', 'preact/jsx-dev-runtime', 'preact/debug', '@preact/signals'] },
})
