import { crc32, deflateRawSync } from 'node:zlib'

/** 1 January 1980, as a zip writes it: the same content gives the same bytes. */
const DATE = 0x21

/** A file of an archive. */
export interface ZipEntry {
  /** With slashes. */
  readonly name: string
  readonly content: Uint8Array
  /** Whether it may be started. */
  readonly executable?: boolean
}

/**
 * A zip archive of these files, in their order: the same bytes for the same content, wherever it is made. No file nor
 * the whole may have more than 4 GiB.
 *
 * Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const packed = deflateRawSync(entry.content, { level: 9 })
    const path = Buffer.from(entry.name)
    const shared = sharedHeader(entry.content, { packed, path })
    const file = Buffer.concat([signature(0x04034b50), shared, path, packed])
    directory.push(signature(0x02014b50), number(0x0314), shared, tail(entry, offset), path)
    files.push(file)
    offset += file.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...files, list, signature(0x06054b50), end])
}

/** Version, flags (none), method (deflate), time, date, check sum, both sizes, length of the name, no extra field. */
function sharedHeader(content: Uint8Array, written: { packed: Buffer; path: Buffer }): Buffer {
  const header = Buffer.alloc(26)
  header.writeUInt16LE(20, 0)
  header.writeUInt16LE(8, 4)
  header.writeUInt16LE(DATE, 8)
  header.writeUInt32LE(crc32(content), 10)
  header.writeUInt32LE(written.packed.length, 14)
  header.writeUInt32LE(content.length, 18)
  header.writeUInt16LE(written.path.length, 22)
  return header
}

/** No comment, disk 0, a file on Unix that all may read, and where it begins. */
function tail({ executable }: ZipEntry, offset: number): Buffer {
  const mode = executable === true ? 0o100755 : 0o100644
  const bytes = Buffer.alloc(14)
  bytes.writeUInt32LE((mode << 16) >>> 0, 6)
  bytes.writeUInt32LE(offset, 10)
  return bytes
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
