/** What can be written as XML: text, a nested element, a list, or a map (as entries). Undefined is left out. */
export type XmlValue =
  string | number | boolean | Date | undefined | XmlFields | XmlList | ReadonlyMap<string, XmlValue>

/** Elements by name. */
export interface XmlFields {
  readonly [name: string]: XmlValue
}

/** Elements of one name, one after another. */
export type XmlList = readonly XmlValue[]

/** How lists are written: inside `<member>` (IAM and STS), or by repeating the element (S3). */
export type ListStyle = 'member' | 'flat'

/** Writes an element with all its content. */
export function writeXml(
  name: string,
  value: XmlValue,
  lists: ListStyle,
  namespace?: string,
): string {
  if (value === undefined) return ''
  if (isList(value)) {
    if (lists === 'flat') return value.map((item) => writeXml(name, item, lists)).join('')
    const members = value.map((item) => writeXml('member', item, lists)).join('')
    return `<${name}>${members}</${name}>`
  }
  const attribute = namespace === undefined ? '' : ` xmlns="${namespace}"`
  return `<${name}${attribute}>${content(value, lists)}</${name}>`
}

/** Makes text fit to stand in XML. */
function escapeXml(text: string): string {
  if (!/[&<>"\r]/u.test(text)) return text
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
}

function content(value: Exclude<XmlValue, undefined | XmlList>, lists: ListStyle): string {
  if (typeof value === 'string') return escapeXml(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) {
    return lists === 'flat' ? value.toISOString() : value.toISOString().replace(/\.\d+Z$/u, 'Z')
  }
  if (isMap(value)) {
    return [...value].map(([key, item]) => writeXml('entry', { key, value: item }, lists)).join('')
  }
  const fields = Object.entries(value)
  return fields.map(([name, field]) => writeXml(name, field, lists)).join('')
}

function isMap(value: XmlValue): value is ReadonlyMap<string, XmlValue> {
  return value instanceof Map
}

function isList(value: XmlValue): value is XmlList {
  return Array.isArray(value)
}
