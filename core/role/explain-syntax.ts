import type { ErrorCode } from 'yaml'
import { label } from './field-finding.ts'
import { repeatedKeys, type YamlDocument } from './yaml-document.ts'

/** What is wrong with the text of a role, by offset. */
export interface SyntaxFaults {
  readonly faults: readonly SyntaxFault[]
  /** Whether the text's meaning is in doubt, so that looking at its fields would only confuse. */
  readonly isFatal: boolean
}

interface SyntaxFault {
  readonly offset: number
  readonly message: string
}

/** More than the first few only follow from them. */
const FAULTS_MAX = 10

const MESSAGES: Readonly<Partial<Record<ErrorCode, string>>> = {
  MULTIPLE_DOCS: 'the file holds several documents: move each role to a file of its own',
  RESOURCE_EXHAUSTION: 'the file nests too deeply: write it flatter',
  TAB_AS_INDENT: 'a tab in the indentation: use spaces',
  NON_STRING_KEY: 'a key must be a text: rename it',
}

/** Puts the parser's errors and warnings in words that name a cure. */
export function explainSyntax(document: YamlDocument, text: string): SyntaxFaults {
  const errors = [...document.errors, ...document.warnings]
  const isFatal = errors.some(({ code }) => code !== 'MULTIPLE_DOCS')
  const exhausted = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION')
  const told = (exhausted === undefined ? errors : [exhausted]).map(({ code, message, pos }) => ({
    offset: pos[0],
    message: explain(code, message, text.slice(pos[0])),
  }))
  const repeated = isFatal ? [] : repeatedKeys(document).map(explainRepeated)
  return {
    faults: [...explainVersion(document), ...told, ...repeated].slice(0, FAULTS_MAX),
    isFatal,
  }
}

function explain(code: ErrorCode, message: string, rest: string): string {
  if (code === 'TAG_RESOLVE_FAILED') {
    const tag = /^!(?:(?![,[\]{}])[!-~]){0,80}/.exec(rest)?.[0] ?? 'the tag'
    return `a role is plain data, without tags: remove ${tag}`
  }
  return MESSAGES[code] ?? `not valid YAML: ${lower(message)}`
}

function explainRepeated({ key, offset }: { key: string; offset: number }): SyntaxFault {
  return { offset, message: `${label([key])} stands here twice: remove one` }
}

function explainVersion(document: YamlDocument): readonly SyntaxFault[] {
  const { version } = document.directives.yaml
  if (version === '1.2') return []
  return [{ offset: 0, message: `a role file is YAML 1.2: remove the line %YAML ${version}` }]
}

/** As our own messages are; what it quotes of the file may be of any length and end in anything. */
function lower(message: string): string {
  const [line = ''] = message.replace(/["']quote/, 'quote').split('\n')
  const text = line
    .replaceAll(/\p{C}/gu, '?')
    .slice(0, 160)
    .replace(/[\s.]+$/, '')
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`
}
