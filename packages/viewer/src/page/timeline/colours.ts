/** Of a stream, by its number: in both themes. */
export const streamColour = (index: number): string => STREAMS[index % STREAMS.length]!

const STREAMS = ['#4c8dff', '#e08a2e', '#2fa579', '#b56be0', '#d9598c', '#2aa3b8', '#9a9a2c', '#8a7fe8']

/** Colours of the canvas: CSS texts for what is drawn, numbers (0xAABBGGRR) for what is written as pixels. */
export interface Palette {
  isDark: boolean
  ground: string
  band: string
  line: string
  grid: string
  text: string
  text2: string
  text3: string
  accent: string
  bad: string
  warn: string
  /** On boxes. */
  label: string
  labelDimmed: string
  hatch: string
  shade: string
  groundPixel: number
  gridPixel: number
  badPixel: number
  badFoot: number
  /** Of the rows of requests. */
  bandPixel: number
  /** Of requests, by what became of them. */
  requests: Record<RequestTone, { fill: number; edge: number }>
  /** One for each step of the hues. */
  hues: Uint32Array
}

/** No answer yet; answered; sent elsewhere or unchanged; refused; failed. */
export type RequestTone = 'pending' | 'good' | 'moved' | 'refused' | 'failed'

const STEPS = 48

/** The same colours as in `style/tokens.css`, where those names are. */
export function palette(isDark: boolean): Palette {
  const [ground, grid] = isDark ? ['#101216', '#1e2229'] : ['#ffffff', '#eff1f4']
  return {
    isDark,
    ground,
    grid,
    band: isDark ? '#16191e' : '#f7f8fa',
    line: isDark ? '#262b33' : '#e4e7ec',
    text: isDark ? '#e4e7eb' : '#1a1e25',
    text2: isDark ? '#aab2be' : '#4d5665',
    text3: isDark ? '#8b94a2' : '#626b7a',
    accent: isDark ? '#86b0ff' : '#1d5fd1',
    bad: isDark ? '#ff8080' : '#c1272d',
    warn: isDark ? '#e8b45a' : '#8a5a00',
    label: isDark ? '#f2f4f7' : '#14181f',
    labelDimmed: isDark ? '#7b8492' : '#8a93a1',
    hatch: isDark ? 'rgb(16 18 22 / 45%)' : 'rgb(255 255 255 / 60%)',
    shade: isDark ? 'rgb(0 0 0 / 45%)' : 'rgb(90 100 115 / 14%)',
    groundPixel: pixelOf(ground),
    gridPixel: pixelOf(grid),
    badPixel: isDark ? pixelOf('#a3363b') : pixelOf('#f3a3a3'),
    badFoot: isDark ? pixelOf('#ff8080') : pixelOf('#c1272d'),
    bandPixel: isDark ? pixelOf('#15181d') : pixelOf('#f7f8fa'),
    requests: requestColours(isDark),
    hues: Uint32Array.from({ length: STEPS }, (_, step) => hue(step, isDark)),
  }
}

function requestColours(isDark: boolean): Palette['requests'] {
  const of = ([fill, edge]: readonly [string, string]): { fill: number; edge: number } => ({ fill: pixelOf(fill), edge: pixelOf(edge) })
  return {
    pending: of(isDark ? ['#1f3358', '#86b0ff'] : ['#dbe7fb', '#1d5fd1']),
    good: of(isDark ? ['#1d3b2c', '#6fd39b'] : ['#d3ebdd', '#1b7a43']),
    moved: of(isDark ? ['#2b313b', '#8b94a2'] : ['#e2e6ec', '#626b7a']),
    refused: of(isDark ? ['#42351a', '#e8b45a'] : ['#fae6c0', '#8a5a00']),
    failed: of(isDark ? ['#52262a', '#ff8080'] : ['#f8d2d2', '#c1272d']),
  }
}

/** Red stays for what failed, so the hues begin behind it: 45 to 345 degrees; two lightnesses tell neighbours apart. */
function hue(step: number, isDark: boolean): number {
  const degrees = 50 + ((step >> 1) / (STEPS / 2)) * 290
  const isOdd = step & 1
  return isDark ? oklch(isOdd ? 0.42 : 0.48, 0.085, degrees) : oklch(isOdd ? 0.88 : 0.82, 0.085, degrees)
}

/** A stable step for a text: the same function has the same colour in every recording. */
export function stepOf(text: string): number {
  let hash = 2166136261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619)
  hash = Math.imul(hash ^ (hash >>> 15), 2246822519)
  return ((hash ^ (hash >>> 13)) >>> 0) % STEPS
}

/** `share` of `a`, the rest of `b`. */
export function mix(a: number, b: number, share: number): number {
  const part = (shift: number): number => Math.round(((a >>> shift) & 255) * share + ((b >>> shift) & 255) * (1 - share))
  return (0xff000000 | (part(16) << 16) | (part(8) << 8) | part(0)) >>> 0
}

/** `#rrggbb`. */
const pixelOf = (css: string): number =>
  rgb(...([1, 3, 5].map((at) => Number.parseInt(css.slice(at, at + 2), 16)) as [number, number, number]))

const rgb = (r: number, g: number, b: number): number => (0xff000000 | (b << 16) | (g << 8) | r) >>> 0

/** OKLCH to sRGB, by its definition; what is outside is clipped. */
function oklch(lightness: number, chroma: number, degrees: number): number {
  const angle = (degrees * Math.PI) / 180
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)]
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const channel = (linear: number): number => {
    const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055
    return Math.round(Math.min(1, Math.max(0, value)) * 255)
  }
  return rgb(
    channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    channel(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  )
}
