import type { Environment } from '../../assembly/settings.ts'
import type { InputReader } from './input-reader.ts'

/** Session tags by key. */
export type SessionTags = Readonly<Record<string, string>>

/** The tags that a step asks for, and what to leave of them where they are too large for AWS. */
export interface WantedTags {
  readonly all: SessionTags
  /** Undefined where all of them are wanted or none. */
  readonly least: SessionTags | undefined
}

const LIKE = 'a JSON object of texts, or lines key=value; a line "github" stands for the run'

/**
 * Session tags: a JSON object as configure-aws-credentials takes it, or a line for each tag. A line `github` stands for those
 * of the run.
 */
export function tagsIn(read: InputReader, env: Environment): WantedTags | undefined {
  return read.parsed('session-tags', (text) => wantedTags(text, env), LIKE)
}

function wantedTags(text: string, env: Environment): WantedTags | undefined {
  const lines = text.split('\n')
  const rest = lines.filter((line) => line.trim() !== 'github')
  const given = parseTags(rest.join('\n'))
  if (given === undefined) return undefined
  if (rest.length === lines.length) return { all: given, least: undefined }
  return {
    all: { ...runTags(env, Object.keys(RUN_TAGS)), ...given },
    least: { ...runTags(env, ESSENTIAL), ...given },
  }
}

/** Keys as configure-aws-credentials has them, and the run. */
const RUN_TAGS: Readonly<Record<string, string>> = {
  Repository: 'GITHUB_REPOSITORY',
  Run: 'GITHUB_RUN_ID',
  Workflow: 'GITHUB_WORKFLOW',
  Actor: 'GITHUB_ACTOR',
  Branch: 'GITHUB_REF',
  Commit: 'GITHUB_SHA',
}
const ESSENTIAL = ['Repository', 'Run']

function runTags(env: Environment, keys: readonly string[]): SessionTags {
  const tags = keys.flatMap((key) => {
    const value = tagValue(env[RUN_TAGS[key] ?? ''] ?? '')
    return value === '' ? [] : [[key, value] as const]
  })
  return { GitHub: 'Actions', ...Object.fromEntries(tags) }
}

/** Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html */
function tagValue(text: string): string {
  const characters = Array.from(text.replaceAll(/[^\p{L}\p{Z}\p{N}_.:/=+@-]/gu, '_'))
  return characters.slice(0, 256).join('').trim()
}

/** Undefined for what is not a set of tags. AWS's own rules are checked with the role's. */
export function parseTags(text: string): SessionTags | undefined {
  return text.startsWith('{') ? fromJson(text) : fromLines(text)
}

function fromJson(text: string): SessionTags | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    const entries = Object.entries(value).map(([key, one]: [string, unknown]) =>
      typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean'
        ? ([key, String(one)] as const)
        : undefined,
    )
    const right = entries.filter((entry) => entry !== undefined)
    return right.length === entries.length ? Object.fromEntries(right) : undefined
  } catch {
    return undefined
  }
}

function fromLines(text: string): SessionTags | undefined {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  const entries = lines.map((line) => {
    const equals = line.indexOf('=')
    return [line.slice(0, equals).trim(), line.slice(equals + 1).trim(), equals > 0] as const
  })
  const keys = new Set(entries.map(([key]) => key))
  if (!entries.every(([, , isPair]) => isPair) || keys.size < entries.length) return undefined
  return Object.fromEntries(entries.map(([key, value]) => [key, value]))
}
