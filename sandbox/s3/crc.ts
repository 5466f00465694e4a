import { crc32 } from 'node:zlib'

/** CRC-32 in base64, as S3 writes it. */
export function crc32Base64(body: Buffer): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(body) >>> 0)
  return bytes.toString('base64')
}

/** CRC-32C (Castagnoli) in base64. */
export function crc32cBase64(body: Buffer): string {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte
    for (let bit = 0; bit < 8; bit += 1) {
      value = (value >>> 1) ^ (value & 1 ? 0x82f63b78 : 0)
    }
    return value
  })
  let crc = 0xffffffff
  for (const byte of body) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 255] ?? 0)
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE((crc ^ 0xffffffff) >>> 0)
  return bytes.toString('base64')
}

/** CRC-64/NVME in base64. */
export function crc64nvmeBase64(body: Buffer): string {
  const table = BigUint64Array.from({ length: 256 }, (_, byte) => {
    let value = BigInt(byte)
    for (let bit = 0; bit < 8; bit += 1) {
      value = (value >> 1n) ^ (value & 1n ? 0x9a6c9329ac4bc9b5n : 0n)
    }
    return value
  })
  const ones = 0xffffffffffffffffn
  let crc = ones
  for (const byte of body) {
    crc = (crc >> 8n) ^ (table[Number((crc ^ BigInt(byte)) & 255n)] ?? 0n)
  }
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(crc ^ ones)
  return bytes.toString('base64')
}
