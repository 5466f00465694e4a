import { inflateRawSync } from 'node:zlib'

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50

/**
 * One file out of a zip. Knows as much of the format as a release of Terraform needs: no encryption, no more than 4 GiB.
 * Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function unzip(zip: Buffer, wanted: string): Buffer {
  let at = directoryOf(zip)
  while (zip.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const nameLength = zip.readUInt16LE(at + 28)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    if (name === wanted) return contentOf(zip, at)
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  throw new Error(`the zip has no file ${wanted}`)
}

function directoryOf(zip: Buffer): number {
  for (let at = zip.length - 22; at >= 0; at--) {
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return zip.readUInt32LE(at + 16)
  }
  throw new Error('this is no zip')
}

function contentOf(zip: Buffer, entry: number): Buffer {
  const method = zip.readUInt16LE(entry + 10)
  const length = zip.readUInt32LE(entry + 20)
  const local = zip.readUInt32LE(entry + 42)
  const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const packed = zip.subarray(begin, begin + length)
  if (method === 0) return packed
  if (method === 8) return inflateRawSync(packed)
  throw new Error(`the zip uses the method ${method}, which is not known here`)
}
