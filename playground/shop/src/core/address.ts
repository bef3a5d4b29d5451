export type Country = 'DE' | 'FR' | 'NL'

export interface Address {
  name: string
  street: string
  postcode: string
  country: Country
}

interface PostcodeFormat {
  land: string
  normalise(postcode: string): string
}

const formats: Record<Country, PostcodeFormat> = {
  DE: { land: 'Germany', normalise: (postcode) => postcode.padStart(5, '0') },
  FR: { land: 'France', normalise: (postcode) => postcode.replaceAll(' ', '') },
  NL: {
    land: 'Netherlands',
    normalise(postcode) {
      const [, digits, letters] = /^(\d{4})\s*([a-z]{2})$/i.exec(postcode) ?? ['', postcode, '']
      return `${digits} ${letters?.toUpperCase()}`.trim()
    },
  },
}

/**
 * The address as it is printed on the parcel. The web page offers one country more than `formats` knows:
 * the kind of mistake that types do not see, because the address comes from JSON.
 */
export function shippingLabel(address: Address): string {
  const format = formats[address.country]
  const postcode = format.normalise(address.postcode)
  return [address.name, address.street, `${postcode} ${format.land}`].join(', ')
}
