import { createHmac } from 'node:crypto'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const STEP_SECONDS = 30

/** The six digits a virtual MFA device shows at a time (RFC 6238: SHA-1, 30 seconds). The seed is base32. */
export function totpCode(seed: string, time: Date): string {
  return codeOf(seed, stepOf(time))
}

/** The time step whose code this is, the present one or a neighbour; undefined when the code is wrong. */
export function totpStep(seed: string, time: Date, code: string): number | undefined {
  const present = stepOf(time)
  return [present - 1, present, present + 1].find((step) => codeOf(seed, step) === code)
}

function stepOf(time: Date): number {
  return Math.floor(time.getTime() / 1000 / STEP_SECONDS)
}

function codeOf(seed: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', decodeBase32(seed)).update(counter).digest()
  const offset = digest.readUInt8(digest.length - 1) & 15
  const number = (digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000
  return String(number).padStart(6, '0')
}

function decodeBase32(text: string): Buffer {
  const bits = Array.from(text.toUpperCase().replace(/[=\s]/gu, ''), (character) =>
    BASE32.indexOf(character).toString(2).padStart(5, '0'),
  ).join('')
  return Buffer.from((bits.match(/.{8}/gu) ?? []).map((byte) => parseInt(byte, 2)))
}
