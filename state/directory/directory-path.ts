/**
 * Names that Windows keeps for devices, with any extension.
 *
 * @see https://learn.microsoft.com/windows/win32/fileio/naming-a-file
 */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/

/** Ends the name of an object's folder, so that `a` and `a/b` can both be keys. */
const OBJECT_MARK = '='

/** What a folder below the store stands for. */
export interface Segment {
  /** One part of a key. */
  readonly name: string
  /** An object, or a part with further parts below it. */
  readonly kind: 'object' | 'tree'
}

/** The folder of an object, as path segments below the store's root. */
export function pathOfKey(key: string): string[] {
  const parts = key.split('/').map(encode)
  return parts.map((part, index) => (index === parts.length - 1 ? part + OBJECT_MARK : part))
}

/** What a folder's name means; undefined for a name that {@link pathOfKey} never makes. */
export function segmentOf(folder: string): Segment | undefined {
  const kind = folder.endsWith(OBJECT_MARK) ? 'object' : 'tree'
  const encoded = kind === 'object' ? folder.slice(0, -OBJECT_MARK.length) : folder
  const name = decode(encoded)
  return name === undefined || encode(name) !== encoded ? undefined : { name, kind }
}

/** Lower-case ASCII stays: file systems that ignore case must not take two keys for one. */
function encode(part: string): string {
  if (part === '') return '%'
  let name = ''
  for (const byte of Buffer.from(part)) {
    const character = String.fromCharCode(byte)
    name += /[a-z0-9._@-]/.test(character) ? character : escape(byte)
  }
  const awkwardStart = DEVICE_NAME.test(name) || name.startsWith('.')
  if (awkwardStart) name = escape(name.charCodeAt(0)) + name.slice(1)
  return name.endsWith('.') ? name.slice(0, -1) + escape(0x2e) : name
}

function decode(name: string): string | undefined {
  if (name === '%') return ''
  try {
    return decodeURIComponent(name)
  } catch {
    return undefined
  }
}

function escape(byte: number): string {
  return `%${byte.toString(16).padStart(2, '0')}`
}
