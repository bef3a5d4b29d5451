import { svelte } from '@sveltejs/vite-plugin-svelte'
import spoor from 'spoor/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [process.env['BARE'] ? [] : spoor({ console: false }), svelte()],
})
