import type { Problem } from '../errors.ts'
import { DaypassError } from '../errors.ts'

/**
 * Parses the JSON of a policy.
 *
 * @throws {@link DaypassError} `request-invalid` when it is not JSON.
 */
export function parsePolicy(text: string): unknown {
  const parsed = tryParse(text)
  if ('value' in parsed) return parsed.value
  const problems = [{ path: [], message: parsed.problem }]
  throw new DaypassError('request-invalid', 'the policy is not valid JSON', { problems })
}

/** As {@link parsePolicy}, but answers what is wrong instead of throwing. */
export function tryParse(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    // The parser's own message quotes the text and differs between versions of Node; its position
    // does neither.
    const position = /at position (\d+)/.exec(String(error))?.[1]
    return { problem: `not valid JSON${position === undefined ? '' : ` at character ${position}`}` }
  }
}

/**
 * The policy as JSON without white space, which is how it should be sent: STS counts white space.
 *
 * @throws {@link DaypassError} `request-invalid` when a text is not JSON.
 */
export function compactPolicy(value: object | string): string {
  return JSON.stringify(typeof value === 'string' ? parsePolicy(value) : value)
}

/**
 * Length in characters as IAM counts it for its quotas: "Policy size calculations do not include
 * white space characters" (IAM User Guide, policy grammar).
 */
export function policySize(text: string): number {
  return text.replace(/\s/g, '').length
}

/**
 * Joins policies into one, as Vault's `combinePolicyDocuments` does: all statements in order,
 * `Version` 2012-10-17, `Id` dropped, a single `Statement` object wrapped, blank texts skipped.
 * Beyond Vault, a statement that is there already word for word is not repeated, and a later
 * statement whose `Sid` is taken loses its `Sid`, since IAM refuses a document with the same one
 * twice.
 *
 * Answers the empty text when there is no statement at all.
 *
 * @throws {@link DaypassError} `request-invalid`, with the index of the text as path, when one is
 * not JSON or has no statements.
 */
export function mergePolicies(texts: readonly string[]): string {
  const problems: Problem[] = []
  const statements = texts.flatMap((text, index) => {
    if (text.trim() === '') return []
    const found = statementsOf(text)
    if (typeof found !== 'string') return found
    problems.push({ path: [index], message: found })
    return []
  })
  if (problems.length > 0) {
    throw new DaypassError('request-invalid', 'the policies cannot be merged', { problems })
  }
  const Statement = withoutRepeats(statements)
  return Statement.length === 0 ? '' : JSON.stringify({ Version: '2012-10-17', Statement })
}

/** The statements of a policy text, or what is wrong with it. */
function statementsOf(text: string): readonly object[] | string {
  const parsed = tryParse(text)
  if ('problem' in parsed) return parsed.problem
  if (!isRecord(parsed.value)) return 'a policy must be an object'
  const statements = [parsed.value['Statement']].flat()
  return statements.every(isRecord)
    ? statements
    : 'Statement must be an object or a list of objects'
}

function withoutRepeats(statements: readonly object[]): readonly object[] {
  const seen = new Set<string>()
  const sids = new Set<unknown>()
  return statements.flatMap((statement) => {
    const text = JSON.stringify(statement)
    if (seen.has(text)) return []
    seen.add(text)
    const { Sid, ...rest } = statement as { Sid?: unknown }
    if (Sid === undefined || Sid === '') return [statement]
    if (sids.has(Sid)) return [rest]
    sids.add(Sid)
    return [statement]
  })
}

/** Whether a value is an object with named members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
