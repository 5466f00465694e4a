import type { Document, ErrorCode } from 'yaml'

/** What is wrong with the text of a role, by offset. */
export interface SyntaxFaults {
  readonly faults: readonly { readonly offset: number; readonly message: string }[]
  /** Whether the text's meaning is in doubt, so that looking at its fields would only confuse. */
  readonly isFatal: boolean
}

/** More than the first few only follow from them. */
const FAULTS_MAX = 10

/** Puts the parser's errors and warnings in words that name a cure. */
export function explainSyntax(
  document: Pick<Document, 'errors' | 'warnings' | 'directives'>,
  text: string,
): SyntaxFaults {
  const errors = [...document.errors, ...document.warnings]
  const exhausted = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION')
  const told = exhausted === undefined ? errors.slice(0, FAULTS_MAX) : [exhausted]
  const faults = told.map(({ code, message, pos }) => ({
    offset: pos[0],
    message: explain(code, message, text.slice(pos[0])),
  }))
  const version = document.directives?.yaml.version ?? '1.2'
  if (version !== '1.2')
    faults.unshift({
      offset: 0,
      message: `a role file is YAML 1.2: remove the line %YAML ${version}`,
    })
  return {
    faults,
    isFatal: errors.some(({ code }) => code !== 'DUPLICATE_KEY' && code !== 'MULTIPLE_DOCS'),
  }
}

function explain(code: ErrorCode, message: string, rest: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return `${keyAt(rest)} stands here twice: remove one`
    case 'MULTIPLE_DOCS':
      return 'the file holds several documents: move each role to a file of its own'
    case 'RESOURCE_EXHAUSTION':
      return 'the file nests too deeply: write it flatter'
    case 'TAB_AS_INDENT':
      return 'a tab in the indentation: use spaces'
    case 'TAG_RESOLVE_FAILED':
      return `a role is plain data, without tags: remove ${/^[!][^\s,[\]{}]*/.exec(rest)?.[0] ?? 'the tag'}`
    case 'NON_STRING_KEY':
      return 'a key must be a text: rename it'
    default:
      return `not valid YAML: ${lower(message)}`
  }
}

/** The key that a text begins with, quoted or not. */
export function keyAt(text: string): string {
  return (
    /^(?:"([^"\n]{1,80})|'([^'\n]{1,80})|([^"':\n][^:\n]{0,79}))/
      .exec(text)
      ?.slice(1)
      .find((key) => key !== undefined)
      ?.trim() ?? ''
  )
}

function lower(message: string): string {
  const [line = ''] = message.replace(/["']quote/, 'quote').split('\n')
  return `${line.charAt(0).toLowerCase()}${line.slice(1).replace(/\.$/, '')}`
}
