/** An address range: its first address as bytes, and how many leading bits count. */
export interface IpRange {
  /** 4 bytes for IPv4, 16 for IPv6. */
  readonly bytes: readonly number[]
  readonly prefix: number
}

/**
 * Reads an IPv4 or IPv6 address, or a range in CIDR notation; undefined when it is neither. "If you
 * specify an IP address without the associated routing prefix, IAM uses the default prefix value of
 * /32" (IAM User Guide, condition operators); for IPv6 that is /128.
 */
export function parseIpRange(text: string): IpRange | undefined {
  const [address = '', prefixText, ...rest] = text.split('/')
  const bytes = address.includes(':') ? parseIpv6(address) : parseIpv4(address)
  if (bytes === undefined || rest.length > 0) return undefined
  const bits = bytes.length * 8
  if (prefixText === undefined) return { bytes, prefix: bits }
  if (!/^\d{1,3}$/.test(prefixText) || Number(prefixText) > bits) return undefined
  return { bytes, prefix: Number(prefixText) }
}

/** Whether a range holds an address of the same family. */
export function ipRangeHolds(range: IpRange, address: IpRange): boolean {
  if (range.bytes.length !== address.bytes.length || range.prefix > address.prefix) return false
  return range.bytes.every((byte, index) => {
    const bits = Math.min(Math.max(range.prefix - index * 8, 0), 8)
    const mask = 0xff & (0xff << (8 - bits))
    return (byte & mask) === ((address.bytes[index] ?? 0) & mask)
  })
}

function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part)))
    return undefined
  const bytes = parts.map(Number)
  return bytes.every((byte) => byte <= 255) ? bytes : undefined
}

function parseIpv6(text: string): readonly number[] | undefined {
  const [head = '', tail, ...rest] = text.split('::')
  if (rest.length > 0) return undefined
  const before = parseGroups(head, tail === undefined)
  const after = parseGroups(tail ?? '', true)
  if (before === undefined || after === undefined) return undefined
  const missing = 16 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined
  return [...before, ...Array<number>(missing).fill(0), ...after]
}

/** Groups of IPv6 as bytes; the last two may be written as an IPv4 address. */
function parseGroups(text: string, last: boolean): readonly number[] | undefined {
  if (text === '') return []
  const bytes: number[] = []
  const groups = text.split(':')
  for (const [index, group] of groups.entries()) {
    if (last && index === groups.length - 1 && group.includes('.')) {
      const ipv4 = parseIpv4(group)
      if (ipv4 === undefined) return undefined
      bytes.push(...ipv4)
    } else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16)
      bytes.push(value >> 8, value & 0xff)
    } else {
      return undefined
    }
  }
  return bytes
}
