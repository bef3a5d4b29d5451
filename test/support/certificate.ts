import { generate } from 'selfsigned'

export interface Pair {
  key: string
  cert: string
}

/** A certificate of its own making for `localhost`, as dev servers have; it is its own authority. */
export async function newCertificate(): Promise<Pair> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  })
  return { key, cert }
}
