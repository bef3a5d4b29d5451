/** Of a stream, by its number: in both themes. */
export const streamColour = (index: number): string => STREAMS[index % STREAMS.length]!

const STREAMS = ['#4c8dff', '#e08a2e', '#2fa579', '#b56be0', '#d9598c', '#2aa3b8', '#9a9a2c', '#8a7fe8']
