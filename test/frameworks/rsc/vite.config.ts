import react from '@vitejs/plugin-react'
import rsc from '@vitejs/plugin-rsc'
import spoor from 'spoor/vite'
import { defineConfig } from 'vite'

const client = ['react', 'react-dom/client', 'react/jsx-dev-runtime', 'react/jsx-runtime', '@vitejs/plugin-rsc/browser']

export default defineConfig({
  plugins: [
    process.env['BARE'] ? [] : spoor({ console: false }),
    react(),
    rsc({ entries: { rsc: './src/entry.rsc.tsx', ssr: './src/entry.ssr.tsx', client: './src/entry.browser.tsx' } }),
  ],
  build: { minify: false },
  environments: { client: { optimizeDeps: { include: client } } },
})
