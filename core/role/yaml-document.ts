import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml'

/** A parsed text, with its errors and the places of its parts. */
export type YamlDocument = Document.Parsed

/** Parses YAML 1.2, and so JSON. Keys are texts; whether one stands twice is for {@link repeatedKeys} to say. */
export function parseYaml(text: string, lineCounter: LineCounter): YamlDocument {
  return parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    stringKeys: true,
    // The library's own check compares every key with every other: 20,000 keys would take half a minute.
    uniqueKeys: false,
    logLevel: 'error',
    version: '1.2',
  })
}

/** A key that stands in a mapping for the second time. */
export interface RepeatedKey {
  readonly key: string
  readonly offset: number
}

/** Keys that stand twice in one mapping, in the order of the text. */
export function repeatedKeys(document: YamlDocument): readonly RepeatedKey[] {
  const repeated: RepeatedKey[] = []
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<string>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        const name = String(key.value)
        if (seen.has(name)) repeated.push({ key: name, offset: key.range?.[0] ?? 0 })
        seen.add(name)
      }
    },
  })
  return repeated
}

/** Keys that stand twice in one object of a JSON text, which `JSON.parse` passes over in silence. */
export function repeatedJsonKeys(json: string): readonly string[] {
  return repeatedKeys(parseYaml(json, new LineCounter())).map(({ key }) => key)
}
