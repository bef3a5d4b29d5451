import vue from '@vitejs/plugin-vue'
import spoor from 'spoor/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [process.env['BARE'] ? [] : spoor({ console: false }), vue()],
  optimizeDeps: { include: ['vue'] },
})
