import { AwsError } from '../aws-error.ts'

/** An element of a small XML document; attributes and comments are not kept. */
export interface XmlElement {
  /** Without a namespace prefix. */
  readonly name: string
  readonly children: readonly XmlElement[]
  readonly text: string
}

interface Open {
  readonly name: string
  readonly children: XmlElement[]
  text: string
}

const TOKEN =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<(\/?)(?:[\w.-]+:)?([\w.-]+)(?:\s[^<>]*?)?(\/?)>|([^<]+)/gu

/**
 * Reads the XML of S3 request bodies.
 *
 * @throws {@link AwsError} `MalformedXML`
 */
export function readXml(text: string): XmlElement {
  const root: Open = { name: '', children: [], text: '' }
  const stack: Open[] = [root]
  let end = 0
  for (const match of text.matchAll(TOKEN)) {
    if (match.index !== end) throw malformed()
    end = match.index + match[0].length
    takeToken(stack, match)
  }
  const [document] = root.children
  if (end !== text.length || stack.length !== 1 || document === undefined) throw malformed()
  return document
}

function takeToken(stack: Open[], match: RegExpExecArray): void {
  const [, closing, name, selfClosing, text] = match
  const top = stack.at(-1)
  if (top === undefined) throw malformed()
  if (text !== undefined) top.text += decodeEntities(text)
  if (name === undefined) return
  if (closing === '/') {
    if (top.name !== name || stack.length < 2) throw malformed()
    stack.pop()
    return
  }
  const element: Open = { name, children: [], text: '' }
  top.children.push(element)
  if (selfClosing !== '/') stack.push(element)
}

/** Text of the first child of that name. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text
}

function decodeEntities(text: string): string {
  return text.replace(/&(#x?[\da-f]+|\w+);/giu, (whole, entity: string) => {
    if (entity.startsWith('#x')) return String.fromCodePoint(parseInt(entity.slice(2), 16))
    if (entity.startsWith('#')) return String.fromCodePoint(parseInt(entity.slice(1), 10))
    return { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[entity] ?? whole
  })
}

function malformed(): AwsError {
  return new AwsError(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  )
}
