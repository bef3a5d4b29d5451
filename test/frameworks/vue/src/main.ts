import { spoor } from 'spoor/runtime'
import { createApp } from 'vue'
import App from './App.vue'

const app = createApp(App)
app.config.errorHandler = (error) => reportError(error)
Object.assign(globalThis, { spoor, app: app.mount('#app') })
