/** Path of a field in a role's definition. */
export type FieldPath = readonly (string | number)[]

/** A problem before it is known where in a file it stands. */
export interface FieldFinding {
  readonly path: FieldPath
  /** What is wrong and how to cure it: lower case, no full stop. */
  readonly message: string
  /** The place to point at, if that is not where `path` leads: what is missing has no place of its own. */
  readonly at?: FieldPath
  /** Points at the key instead of its value: the field itself is what is wrong. */
  readonly onKey?: boolean
  /** The role says clearly what it is, only that it wants more than AWS takes, or breaks what it expects of itself. */
  readonly isClear?: true
}

/** A path as people write it: `policy_arns[1]`, `session_tags.team`, `Condition["aws:SourceIp"]`. */
export function label(path: FieldPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    if (!/^[\w$<-]{1,80}$/.test(part)) return text === '' ? quote(part) : `${text}[${quote(part)}]`
    return text === '' ? part : `${text}.${part}`
  }, '')
}

/** A text in quotes, cut to what fits into a message. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)
}

/** Where each text of a list stands first. */
export function firstPlaces(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map(texts.map((text, index) => [text, index] as const).reverse())
}
