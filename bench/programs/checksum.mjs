/** Eight hexadecimal digits that differ where texts do. */
export function checksum(text) {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return (value >>> 0).toString(16).padStart(8, '0')
}

/** The same for plain data. */
export const checksumOf = (value) => checksum(typeof value === 'string' ? value : JSON.stringify(value))
