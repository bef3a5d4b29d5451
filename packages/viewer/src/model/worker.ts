import { createEngine } from './engine.ts'
import { serve } from './port.ts'
import type { Port } from './port.ts'

serve(createEngine(), globalThis as unknown as Port)
