import { crc32, deflateRawSync } from 'node:zlib'

/** 1 January 1980, as a zip writes it: the same content gives the same bytes. */
const DATE = 0x21

/**
 * A zip archive of one file.
 *
 * Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zipOf(name: string, content: Uint8Array): Buffer {
  const packed = deflateRawSync(content, { level: 9 })
  const path = Buffer.from(name)
  // Version, flags (none), method (deflate), time, date, check sum, both sizes, length of the name, no extra field.
  const shared = Buffer.alloc(26)
  shared.writeUInt16LE(20, 0)
  shared.writeUInt16LE(8, 4)
  shared.writeUInt16LE(DATE, 8)
  shared.writeUInt32LE(crc32(content), 10)
  shared.writeUInt32LE(packed.length, 14)
  shared.writeUInt32LE(content.length, 18)
  shared.writeUInt16LE(path.length, 22)
  const local = Buffer.concat([signature(0x04034b50), shared, path, packed])
  // Made on Unix; no comment, disk 0, readable by all, at the beginning of the archive.
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE((0o100644 << 16) >>> 0, 6)
  const directory = Buffer.concat([signature(0x02014b50), number(0x0314), shared, tail, path])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(local.length, 12)
  return Buffer.concat([local, directory, signature(0x06054b50), end])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}
